package dev.lockrace.lab.cli;

/** An option with a value that the command does not accept. The message names the option, the rule and the value. */
public final class InvalidOptionException extends RuntimeException {

    public InvalidOptionException(String message) {
        super(message);
    }
}
