package dev.lockrace.lock;

import java.lang.System.Logger.Level;
import java.time.Duration;

/** An observer whose exceptions are logged: a metric that fails must not lose a lease. */
record SafeObserver(LockObserver observer) implements LockObserver {

    private static final SafeLogger log = new SafeLogger(LockObserver.class);

    @Override
    public void acquireCompleted(String backend, Outcome outcome, Duration took) {
        try {
            observer.acquireCompleted(backend, outcome, took);
        } catch (Throwable e) {
            logFailure(e);
        }
    }

    @Override
    public void released(String backend, Duration held) {
        try {
            observer.released(backend, held);
        } catch (Throwable e) {
            logFailure(e);
        }
    }

    @Override
    public void renewalCompleted(String backend, boolean renewed) {
        try {
            observer.renewalCompleted(backend, renewed);
        } catch (Throwable e) {
            logFailure(e);
        }
    }

    @Override
    public void lost(String backend) {
        try {
            observer.lost(backend);
        } catch (Throwable e) {
            logFailure(e);
        }
    }

    private static void logFailure(Throwable e) {
        log.log(Level.ERROR, "An observer of lock operations failed", e);
    }
}
