package dev.lockrace.producer.broker;

import java.time.Duration;

/** Thrown if no more tasks can be accepted at the moment. Nothing was recorded or published. */
public final class BacklogFullException extends RuntimeException {

    private final Duration retryAfter;

    BacklogFullException(String message, Duration retryAfter) {
        super(message);
        this.retryAfter = retryAfter;
    }

    /** Returns the time after which the caller may try again. */
    public Duration retryAfter() {
        return retryAfter;
    }
}
