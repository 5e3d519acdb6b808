package dev.lockrace.clock;

import java.io.IOException;
import java.lang.instrument.Instrumentation;
import java.lang.instrument.UnmodifiableClassException;

/**
 * Sets how far the wall clock of this JVM is off. Classes are changed when it is loaded for the first time; later loads
 * set another offset. What went wrong is left in the system property {@value #FAILURE}, for who attached: an exception
 * would not reach them with its text.
 *
 * <p>Moved are {@code System.currentTimeMillis()} wherever it is called, and all of {@code java.time}. Not moved are
 * {@code System.nanoTime()}, waits for a moment in {@code java.util.concurrent} ({@code parkUntil} asks the system's
 * clock in native code, so its callers must, too), and method references to {@code currentTimeMillis} that were made
 * before.
 */
public final class ClockAgent {

    /** In milliseconds; there once the classes are changed. */
    static final String OFFSET = "dev.lockrace.clock.offset";

    static final String FAILURE = "dev.lockrace.clock.failure";

    private ClockAgent() {}

    /**
     * Called by the JVM.
     *
     * @param offsetMillis how far the clock shall be ahead from now on; negative for behind
     */
    public static void agentmain(String offsetMillis, Instrumentation instrumentation) {
        System.clearProperty(FAILURE);
        try {
            if (System.getProperty(OFFSET) == null) {
                install(instrumentation);
            }
            System.setProperty(OFFSET, String.valueOf(Long.parseLong(offsetMillis)));
            ClockProbe.verify();
        } catch (IOException | RuntimeException | LinkageError | UnmodifiableClassException e) {
            setRight();
            System.setProperty(FAILURE, e.toString());
        }
    }

    private static void setRight() {
        if (System.getProperty(OFFSET) != null) {
            System.setProperty(OFFSET, "0");
        }
    }

    private static void install(Instrumentation instrumentation) throws IOException, UnmodifiableClassException {
        ClockTransformer transformer = new ClockTransformer();
        instrumentation.addTransformer(transformer, true);
        try {
            instrumentation.retransformClasses(LoadedClasses.thatReadTheClock(instrumentation));
            transformer.throwFailure();
            System.setProperty(OFFSET, "0");
        } catch (IOException | RuntimeException | LinkageError | UnmodifiableClassException e) {
            instrumentation.removeTransformer(transformer);
            throw e;
        }
    }
}
