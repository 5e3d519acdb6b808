package dev.lockrace.lock;

import java.util.ArrayList;
import java.util.List;

/** The threads and actions to notify of the loss of a lease. Not thread-safe: guarded by the lease's state. */
final class LossListeners {

    private final List<Thread> threads = new ArrayList<>();
    private final List<Runnable> actions = new ArrayList<>();

    void interrupt(Thread thread) {
        threads.add(thread);
    }

    void run(Runnable action) {
        actions.add(action);
    }

    void interruptAll() {
        threads.forEach(Thread::interrupt);
    }

    List<Runnable> actions() {
        return List.copyOf(actions);
    }
}
