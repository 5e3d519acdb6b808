package dev.lockrace.benchmarks.setup;

import org.jspecify.annotations.Nullable;

/** A failure of a benchmark. The message names the failed part and the cause. */
public final class BenchException extends RuntimeException {

    public BenchException(String message) {
        super(message);
    }

    public BenchException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
