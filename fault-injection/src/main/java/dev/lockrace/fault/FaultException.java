package dev.lockrace.fault;

import org.jspecify.annotations.Nullable;

/** Thrown when a fault cannot be injected or ended. The message names the process, the cause and the remedy. */
public final class FaultException extends RuntimeException {

    private static final long serialVersionUID = 1;

    public FaultException(String message) {
        super(message);
    }

    public FaultException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
