package dev.lockrace.producer.run;

import java.time.Duration;

/** Too many large reports are being written at once; this one was not made. */
final class TooManyReportsException extends RuntimeException {

    static final Duration RETRY_AFTER = Duration.ofSeconds(5);

    TooManyReportsException() {
        super("Too many reports of large runs are being written at this moment: try again in a few seconds");
    }
}
