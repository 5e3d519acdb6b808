package dev.lockrace.lock.spi;

import java.time.Duration;

/** The deadline of one request, covering every step from getting a connection to the answer. Immutable. */
public final class Deadline {

    private final Duration timeout;
    private final long startedAt;

    private Deadline(Duration timeout) {
        this.timeout = timeout;
        this.startedAt = System.nanoTime();
    }

    /** Creates a deadline {@code timeout} from now. */
    public static Deadline after(Duration timeout) {
        return new Deadline(timeout);
    }

    /** Returns the timeout that this deadline was created with. */
    public Duration timeout() {
        return timeout;
    }

    /** Returns the time left, or zero if the deadline has passed. */
    public Duration timeLeft() {
        Duration left = timeout.minusNanos(System.nanoTime() - startedAt);
        return left.isNegative() ? Duration.ZERO : left;
    }
}
