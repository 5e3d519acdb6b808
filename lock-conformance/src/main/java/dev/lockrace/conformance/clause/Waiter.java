package dev.lockrace.conformance.clause;

import dev.lockrace.lock.Lease;
import dev.lockrace.lock.LockClient;
import dev.lockrace.lock.LockException;
import dev.lockrace.lock.LockRequest;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.FutureTask;

/** A thread that waits for a lock and can be interrupted. */
final class Waiter {

    /** How a wait ended. */
    enum End {
        GRANTED_AND_RELEASED,
        CONTENDED,
        INTERRUPTED,
        FAILED
    }

    private final FutureTask<End> wait;
    private final Thread thread;

    private Waiter(FutureTask<End> wait) {
        this.wait = wait;
        this.thread = new Thread(wait, "waiter");
        thread.setDaemon(true);
    }

    /** Starts a thread that acquires the lock within {@code maxWait} and then releases it. */
    static Waiter start(LockClient client, String name, Duration maxWait) {
        Waiter waiter = new Waiter(new FutureTask<>(() -> await(client, name, maxWait)));
        waiter.thread.start();
        return waiter;
    }

    void interrupt() {
        thread.interrupt();
    }

    /** Blocks until the wait ends, and returns how it ended. */
    End end() {
        return Contest.result(wait);
    }

    private static End await(LockClient client, String name, Duration maxWait) {
        try {
            Optional<Lease> lease = client.tryAcquire(LockRequest.of(name).timeToLive(Contest.LONG), maxWait);
            lease.ifPresent(Waiter::release);
            return lease.isPresent() ? End.GRANTED_AND_RELEASED : End.CONTENDED;
        } catch (InterruptedException e) {
            return End.INTERRUPTED;
        } catch (LockException e) {
            return End.FAILED;
        }
    }

    private static void release(Lease lease) {
        if (!lease.release()) {
            throw new AssertionError("The release of a held lease had no effect: " + lease);
        }
    }
}
