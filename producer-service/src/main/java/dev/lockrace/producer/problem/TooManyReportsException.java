package dev.lockrace.producer.problem;

import java.time.Duration;

/** Thrown if a report does not fit into the memory that reports may take together. */
public final class TooManyReportsException extends RuntimeException {

    static final Duration RETRY_AFTER = Duration.ofSeconds(5);

    public TooManyReportsException() {
        super("Too many reports of large runs are being sent at the moment: try again in a few seconds");
    }
}
