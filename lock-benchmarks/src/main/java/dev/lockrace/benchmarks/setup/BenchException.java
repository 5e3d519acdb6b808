package dev.lockrace.benchmarks.setup;

import org.jspecify.annotations.Nullable;

/** A benchmark can't go on; the message tells its user which part failed, and where to look. */
public final class BenchException extends RuntimeException {

    public BenchException(String message) {
        super(message);
    }

    public BenchException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
