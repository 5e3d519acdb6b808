package dev.lockrace.servers.process;

import java.time.Duration;
import java.util.function.BooleanSupplier;

/** Polling of a condition with a timeout. */
public final class Poll {

    private static final long INTERVAL_MILLIS = 20;

    private Poll() {}

    /**
     * Polls the condition until it is true or the timeout elapses.
     *
     * @return the last value of the condition
     */
    public static boolean until(Duration timeout, BooleanSupplier condition) throws InterruptedException {
        long deadline = System.nanoTime() + timeout.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() - deadline >= 0) {
                return false;
            }
            Thread.sleep(INTERVAL_MILLIS);
        }
        return true;
    }
}
