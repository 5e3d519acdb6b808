package dev.lockrace.servers.process;

import java.time.Duration;
import java.util.function.BooleanSupplier;

/** Waits, bounded, for what can only be asked for. */
public final class Poll {

    private static final long PAUSE_MILLIS = 20;

    private Poll() {}

    /**
     * Asks until the answer is yes or the time is over.
     *
     * @return the last answer
     * @throws InterruptedException when the thread is interrupted
     */
    public static boolean until(Duration limit, BooleanSupplier condition) throws InterruptedException {
        long end = System.nanoTime() + limit.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() - end >= 0) {
                return false;
            }
            Thread.sleep(PAUSE_MILLIS);
        }
        return true;
    }
}
