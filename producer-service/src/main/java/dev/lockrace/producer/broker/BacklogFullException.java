package dev.lockrace.producer.broker;

import java.time.Duration;

/** No more tasks are taken for now; nothing was done. */
public final class BacklogFullException extends RuntimeException {

    private final Duration retryAfter;

    BacklogFullException(String message, Duration retryAfter) {
        super(message);
        this.retryAfter = retryAfter;
    }

    /** When it may be worth another try. */
    public Duration retryAfter() {
        return retryAfter;
    }
}
