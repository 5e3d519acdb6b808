package dev.lockrace.servers.process;

import java.time.Duration;

/** Polling of a condition with a timeout. */
public final class Poll {

    private static final long INTERVAL_MILLIS = 20;

    private Poll() {}

    /**
     * Polls the condition until it is true or the timeout elapses.
     *
     * @return the last value of the condition
     * @throws X if the condition throws it
     */
    public static <X extends Exception> boolean until(Duration timeout, Condition<X> condition)
            throws X, InterruptedException {
        long deadline = System.nanoTime() + timeout.toNanos();
        while (!condition.isTrue()) {
            if (System.nanoTime() - deadline >= 0) {
                return false;
            }
            Thread.sleep(INTERVAL_MILLIS);
        }
        return true;
    }

    /** A condition that may fail to be evaluated. */
    public interface Condition<X extends Exception> {
        boolean isTrue() throws X;
    }
}
