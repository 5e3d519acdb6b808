package dev.lockrace.fault;

/** A fault that could not be injected or ended. The message names the process or network, the cause and the remedy. */
public final class FaultException extends RuntimeException {

    private static final long serialVersionUID = 1;

    public FaultException(String message) {
        super(message);
    }

    public FaultException(String message, Throwable cause) {
        super(message, cause);
    }
}
