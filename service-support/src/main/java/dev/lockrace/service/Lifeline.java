package dev.lockrace.service;

import java.io.IOException;
import java.io.InputStream;

/**
 * A pipe on standard input whose end means that the parent process has exited. It halts this process when the pipe
 * closes, so that a child never outlives its parent, however the parent exits.
 */
public final class Lifeline {

    /** The system property that declares standard input to be a lifeline. */
    public static final String PROPERTY = "lockrace.lifeline";

    private Lifeline() {}

    /**
     * Watches standard input on a daemon thread if {@value #PROPERTY} is {@code true}.
     *
     * @return whether standard input is a lifeline
     */
    public static boolean watch() {
        boolean child = Boolean.getBoolean(PROPERTY);
        if (child) {
            Thread thread = new Thread(() -> haltWhenClosed(System.in), "lifeline");
            thread.setDaemon(true);
            thread.start();
        }
        return child;
    }

    private static void haltWhenClosed(InputStream in) {
        try {
            while (in.read() != -1) {
                // The parent writes nothing. Only the end of the pipe matters.
            }
        } catch (IOException e) {
            System.err.println("Cannot read the lifeline on standard input, halting: " + e.getMessage());
        }
        // No graceful shutdown: a parent that needs one sends a signal before it exits.
        Runtime.getRuntime().halt(1);
    }
}
