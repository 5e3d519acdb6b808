package dev.lockrace.lock;

import java.lang.System.Logger.Level;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The threads and actions to notify of the loss of a lease. Not thread-safe: guarded by the lease's state.
 *
 * <p>Both may refer to the handle of the lease, which the state must not keep reachable. So the handle owns the list of
 * actions, and the state refers to it weakly.
 */
final class LossListeners {

    private static final SafeLogger log = new SafeLogger(Lease.class);

    private final List<WeakReference<Thread>> threads = new ArrayList<>();
    private @Nullable WeakReference<List<Runnable>> actions;

    void interrupt(Thread thread) {
        threads.add(new WeakReference<>(thread));
    }

    /** Sets the list of actions, owned by the handle. */
    void run(List<Runnable> actions) {
        this.actions = new WeakReference<>(actions);
    }

    void interruptAll() {
        for (WeakReference<Thread> reference : threads) {
            Thread thread = reference.get();
            if (thread != null) {
                interruptSafely(thread);
            }
        }
    }

    private static void interruptSafely(Thread thread) {
        try {
            thread.interrupt();
        } catch (Throwable e) {
            log.log(Level.ERROR, "A thread could not be interrupted on the loss of its lease", e);
        }
    }

    List<Runnable> actions() {
        List<Runnable> registered = actions == null ? null : actions.get();
        return registered == null ? List.of() : List.copyOf(registered);
    }
}
