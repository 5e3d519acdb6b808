package dev.lockrace.clock;

import java.io.IOException;
import java.lang.instrument.Instrumentation;
import java.lang.instrument.UnmodifiableClassException;

/**
 * A Java agent that shifts the wall clock of this JVM, or stops its monotonic clock as a suspended machine does. The
 * first load transforms classes, and later loads change the clocks. A failure is stored in the system property {@value
 * #FAILURE}, since the attaching process would not receive the message of an exception.
 *
 * <p>All calls of {@code System.currentTimeMillis()}, of {@code System.nanoTime()} and all of {@code java.time} are
 * changed. Not changed are waits in native code, such as {@code Thread.sleep}, waits until a time in {@code
 * java.util.concurrent} ({@code parkUntil} reads the system clock in native code, so its callers must read it too),
 * earlier method references to both methods, and calls in a method that is running when the agent is first loaded.
 */
public final class ClockAgent {

    /** The system property with the offset in milliseconds, which is set once the classes are transformed. */
    static final String OFFSET = "dev.lockrace.clock.offset";

    /** The system property with the reading of the monotonic clock when it was stopped. */
    static final String STOPPED_AT = "dev.lockrace.clock.stopped-at";

    /** The system property with the reading that the monotonic clock would have had when it was resumed. */
    static final String RESUMED_AT = "dev.lockrace.clock.resumed-at";

    /** The system property with the message of a failure. */
    static final String FAILURE = "dev.lockrace.clock.failure";

    private ClockAgent() {}

    /**
     * Changes a clock. The JVM calls this when the agent is loaded.
     *
     * @param command {@code stop} or {@code resume} for the monotonic clock, {@code restore} for both, or the offset of
     *     the wall clock from the real time in milliseconds, negative for behind
     */
    public static void agentmain(String command, Instrumentation instrumentation) {
        System.clearProperty(FAILURE);
        try {
            if (System.getProperty(OFFSET) == null) {
                install(instrumentation);
            }
            execute(command);
            ClockProbe.verify();
        } catch (IOException | RuntimeException | LinkageError | UnmodifiableClassException e) {
            restore();
            System.setProperty(FAILURE, e.toString());
        }
    }

    private static void execute(String command) {
        switch (command) {
            case "stop" -> stop();
            case "resume" -> System.setProperty(RESUMED_AT, String.valueOf(System.nanoTime()));
            case "restore" -> restore();
            default -> System.setProperty(OFFSET, String.valueOf(Long.parseLong(command)));
        }
    }

    private static void stop() {
        forgetStop();
        System.setProperty(STOPPED_AT, String.valueOf(System.nanoTime()));
    }

    private static void restore() {
        if (System.getProperty(OFFSET) != null) {
            System.setProperty(OFFSET, "0");
        }
        forgetStop();
    }

    /** Advances the clock by the time for which it was stopped. The other order would stop it again for a moment. */
    private static void forgetStop() {
        System.clearProperty(STOPPED_AT);
        System.clearProperty(RESUMED_AT);
    }

    private static void install(Instrumentation instrumentation) throws IOException, UnmodifiableClassException {
        ClockTransformer.loadVisitors();
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
