package dev.lockrace.lab.cli;

import org.jspecify.annotations.Nullable;

/** A failure of the lab. The message names the part that failed, the cause, and the log to read. */
public final class LabException extends RuntimeException {

    public LabException(String message) {
        super(message);
    }

    public LabException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
