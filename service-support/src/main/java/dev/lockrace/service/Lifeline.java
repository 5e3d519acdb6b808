package dev.lockrace.service;

import java.io.IOException;
import java.io.InputStream;

/**
 * Ends this process when the pipe at its standard input closes, so that a child never outlives the command that started
 * it, however that ended.
 */
public final class Lifeline {

    /** The system property that says that standard input is a lifeline. */
    public static final String PROPERTY = "lockrace.lifeline";

    private Lifeline() {}

    /** Watches standard input on a daemon thread if {@value #PROPERTY} is {@code true}, and tells whether it is. */
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
                // Nobody writes; only the end matters.
            }
        } catch (IOException e) {
            System.err.println("Lifeline broke: " + e.getMessage());
        }
        // Whoever wanted an orderly end sent a signal: now there is nobody left to wait for one.
        Runtime.getRuntime().halt(1);
    }
}
