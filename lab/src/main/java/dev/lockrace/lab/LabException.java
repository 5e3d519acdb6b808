package dev.lockrace.lab;

import org.jspecify.annotations.Nullable;

/** The lab can't go on; the message tells its user which part failed, and where to look. */
public final class LabException extends RuntimeException {

    public LabException(String message) {
        super(message);
    }

    public LabException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
