package dev.lockrace.lock;

import java.util.ArrayList;
import java.util.List;

/** Who is told of a lease's loss. Not safe for use by several threads at once: its lease guards it. */
final class LossListeners {

    private final List<Thread> interrupted = new ArrayList<>();
    private final List<Runnable> actions = new ArrayList<>();

    void interrupt(Thread thread) {
        interrupted.add(thread);
    }

    void run(Runnable action) {
        actions.add(action);
    }

    void interruptAll() {
        interrupted.forEach(Thread::interrupt);
    }

    List<Runnable> actions() {
        return List.copyOf(actions);
    }
}
