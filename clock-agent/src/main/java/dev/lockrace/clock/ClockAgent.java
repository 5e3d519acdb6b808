package dev.lockrace.clock;

import java.io.IOException;
import java.lang.instrument.Instrumentation;
import java.lang.instrument.UnmodifiableClassException;

/**
 * A Java agent that shifts the wall clock of this JVM. The first load transforms classes, and later loads change the
 * offset. A failure is stored in the system property {@value #FAILURE}, since the attaching process would not receive
 * the message of an exception.
 *
 * <p>All calls of {@code System.currentTimeMillis()} and all of {@code java.time} are shifted. Not shifted are {@code
 * System.nanoTime()}, waits until a time in {@code java.util.concurrent} ({@code parkUntil} reads the system clock in
 * native code, so its callers must read it too), and earlier method references to {@code currentTimeMillis}.
 */
public final class ClockAgent {

    /** The system property with the offset in milliseconds, which is set once the classes are transformed. */
    static final String OFFSET = "dev.lockrace.clock.offset";

    /** The system property with the message of a failure. */
    static final String FAILURE = "dev.lockrace.clock.failure";

    private ClockAgent() {}

    /**
     * Shifts the clock. The JVM calls this when the agent is loaded.
     *
     * @param offsetMillis the offset from the real time in milliseconds; negative for behind
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
            resetOffset();
            System.setProperty(FAILURE, e.toString());
        }
    }

    private static void resetOffset() {
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
