package dev.lockrace.clock;

import java.lang.instrument.ClassFileTransformer;
import java.nio.charset.StandardCharsets;
import java.security.ProtectionDomain;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassWriter;

/** Changes each class that reads the wall clock. */
final class ClockTransformer implements ClassFileTransformer {

    private static final String OURS = "dev/lockrace/clock/";
    private static final String PROBE = OURS + "ClockProbe$Reading";
    private static final String CONCURRENT = "java/util/concurrent/";
    private static final String SYSTEM = "java/lang/System";
    private static final String READ = "currentTimeMillis";

    private volatile @Nullable IllegalStateException failure;

    /**
     * Whether a class may read the wall clock, and is to see it shifted. A look at the bytes is enough: a call stands
     * among the constants by its name.
     */
    static boolean concerns(@Nullable String className, byte[] classFile) {
        return className != null
                && !className.equals(SYSTEM)
                && !className.startsWith(CONCURRENT)
                && (!className.startsWith(OURS) || className.equals(PROBE))
                && new String(classFile, StandardCharsets.ISO_8859_1).contains(READ);
    }

    @Override
    public byte @Nullable [] transform(
            @Nullable ClassLoader loader,
            @Nullable String className,
            @Nullable Class<?> redefined,
            @Nullable ProtectionDomain domain,
            byte[] classFile) {
        if (!concerns(className, classFile)) {
            return null;
        }
        try {
            return shifted(classFile);
        } catch (RuntimeException e) {
            // The JVM would swallow it, and leave the class as it was.
            failure = new IllegalStateException("%s could not be changed: %s".formatted(className, e), e);
            return null;
        }
    }

    private static byte[] shifted(byte[] classFile) {
        ClassReader reader = new ClassReader(classFile);
        ClassWriter writer = new ClassWriter(reader, ClassWriter.COMPUTE_MAXS);
        reader.accept(new ShiftingVisitor(writer), 0);
        return writer.toByteArray();
    }

    /** Tells of a class that could not be changed; does nothing if there was none. */
    void throwFailure() {
        IllegalStateException met = failure;
        if (met != null) {
            throw met;
        }
    }
}
