package dev.lockrace.clock;

import java.io.IOException;
import java.io.InputStream;
import java.lang.instrument.ClassFileTransformer;
import java.nio.charset.StandardCharsets;
import java.security.ProtectionDomain;
import java.time.Clock;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassWriter;

/**
 * Transforms each class that reads the wall clock or the monotonic clock. It uses ASM directly, since all it does is to
 * compute another number after a call, in a few hundred of a worker's 14,000 classes.
 */
final class ClockTransformer implements ClassFileTransformer {

    private static final String AGENT_PACKAGE = "dev/lockrace/clock/";
    private static final String PROBE = AGENT_PACKAGE + "ClockProbe$Reading";
    private static final String SYSTEM = "java/lang/System";

    private volatile @Nullable IllegalStateException failure;

    /**
     * Returns whether a class may read a clock and must be transformed. It searches the bytes for the method name,
     * which the constant pool of a caller contains.
     */
    static boolean mustTransform(@Nullable String className, byte[] classFile) {
        if (className == null
                || className.equals(SYSTEM)
                || (className.startsWith(AGENT_PACKAGE) && !className.equals(PROBE))) {
            return false;
        }
        String constants = new String(classFile, StandardCharsets.ISO_8859_1);
        return constants.contains(ShiftingVisitor.NANO_TIME)
                || (ShiftingVisitor.shiftsWallClock(className) && constants.contains(ShiftingVisitor.WALL_TIME));
    }

    @Override
    public byte @Nullable [] transform(
            @Nullable ClassLoader loader,
            @Nullable String className,
            @Nullable Class<?> redefined,
            @Nullable ProtectionDomain domain,
            byte[] classFile) {
        if (!mustTransform(className, classFile)) {
            return null;
        }
        try {
            return shifted(classFile);
        } catch (RuntimeException e) {
            // The JVM would ignore the exception and leave the class unchanged.
            failure = new IllegalStateException("Cannot transform class %s: %s".formatted(className, e), e);
            return null;
        }
    }

    /**
     * Loads all classes that a transformation needs, by transforming two files. Loading one of them during a
     * transformation could start another transformation, which would load it too and make the first one fail.
     */
    static void loadVisitors() throws IOException {
        ClockTransformer trial = new ClockTransformer();
        byte[] probe = read(ClockTransformer.class.getResourceAsStream("ClockProbe$Reading.class"));
        trial.transform(null, PROBE, null, null, probe);
        trial.transform(null, "java/time/Clock", null, null, read(Clock.class.getResourceAsStream("Clock.class")));
        trial.throwFailure();
    }

    private static byte[] read(@Nullable InputStream classFile) throws IOException {
        try (InputStream in = Objects.requireNonNull(classFile)) {
            return in.readAllBytes();
        }
    }

    private static byte[] shifted(byte[] classFile) {
        ClassReader reader = new ClassReader(classFile);
        ClassWriter writer = new ClassWriter(reader, ClassWriter.COMPUTE_MAXS);
        reader.accept(new ShiftingVisitor(writer), 0);
        return writer.toByteArray();
    }

    /** Throws the last failure to transform a class, if there was one. */
    void throwFailure() {
        IllegalStateException last = failure;
        if (last != null) {
            throw last;
        }
    }
}
