package dev.lockrace.clock;

import org.jspecify.annotations.Nullable;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/**
 * A visitor that adds the offset to each reading of the wall clock: after each call of {@code
 * System.currentTimeMillis()}, and to the instants that {@code java.time} creates. It subtracts from each {@code
 * System.nanoTime()} the time for which the monotonic clock was stopped. All of these are system properties, which
 * every class loader can read.
 */
final class ShiftingVisitor extends ClassVisitor {

    static final String WALL_TIME = "currentTimeMillis";
    static final String NANO_TIME = "nanoTime";

    private static final int API = Opcodes.ASM9;
    private static final String CONCURRENT = "java/util/concurrent/";

    private String className = "";

    ShiftingVisitor(ClassVisitor next) {
        super(API, next);
    }

    /** Returns whether the class reads the shifted wall clock. Native waits until a time read the real one. */
    static boolean shiftsWallClock(String className) {
        return !className.startsWith(CONCURRENT);
    }

    @Override
    public void visit(
            int version,
            int access,
            String name,
            @Nullable String signature,
            @Nullable String superName,
            String @Nullable [] interfaces) {
        className = name;
        super.visit(version, access, name, signature, superName, interfaces);
    }

    @Override
    public MethodVisitor visitMethod(
            int access, String name, String descriptor, @Nullable String signature, String @Nullable [] exceptions) {
        MethodVisitor next = super.visitMethod(access, name, descriptor, signature, exceptions);
        boolean createsInstants = className.equals("java/time/Clock") && name.equals("currentInstant");
        return createsInstants ? new Instants(next) : new Readings(next, shiftsWallClock(className));
    }

    private abstract static class Shifting extends MethodVisitor {

        private Shifting(MethodVisitor next) {
            super(API, next);
        }

        final void pushOffset() {
            push(ClockAgent.OFFSET, 0L);
        }

        final void push(String property, long defaultValue) {
            super.visitLdcInsn(property);
            super.visitLdcInsn(defaultValue);
            super.visitMethodInsn(
                    Opcodes.INVOKESTATIC, "java/lang/Long", "getLong", "(Ljava/lang/String;J)Ljava/lang/Long;", false);
            super.visitMethodInsn(Opcodes.INVOKEVIRTUAL, "java/lang/Long", "longValue", "()J", false);
        }
    }

    private static final class Readings extends Shifting {

        private static final String MATH = "java/lang/Math";

        private final boolean shiftsWallClock;

        private Readings(MethodVisitor next, boolean shiftsWallClock) {
            super(next);
            this.shiftsWallClock = shiftsWallClock;
        }

        @Override
        public void visitMethodInsn(int opcode, String owner, String name, String descriptor, boolean ofInterface) {
            super.visitMethodInsn(opcode, owner, name, descriptor, ofInterface);
            if (owner.equals("java/lang/System") && name.equals(WALL_TIME) && shiftsWallClock) {
                pushOffset();
                super.visitInsn(Opcodes.LADD);
            } else if (owner.equals("java/lang/System") && name.equals(NANO_TIME)) {
                subtractStop();
            }
        }

        /** Computes {@code nanos - max(min(nanos, resumedAt) - stoppedAt, 0)}, which never decreases. */
        private void subtractStop() {
            super.visitInsn(Opcodes.DUP2);
            push(ClockAgent.RESUMED_AT, Long.MAX_VALUE);
            super.visitMethodInsn(Opcodes.INVOKESTATIC, MATH, "min", "(JJ)J", false);
            push(ClockAgent.STOPPED_AT, Long.MAX_VALUE);
            super.visitInsn(Opcodes.LSUB);
            super.visitInsn(Opcodes.LCONST_0);
            super.visitMethodInsn(Opcodes.INVOKESTATIC, MATH, "max", "(JJ)J", false);
            super.visitInsn(Opcodes.LSUB);
        }
    }

    /** Leaves the call of {@code System.currentTimeMillis()} unchanged: it is only a base that cancels out. */
    private static final class Instants extends Shifting {

        private static final String INSTANT = "java/time/Instant";

        private Instants(MethodVisitor next) {
            super(next);
        }

        @Override
        public void visitInsn(int opcode) {
            if (opcode == Opcodes.ARETURN) {
                pushOffset();
                super.visitMethodInsn(Opcodes.INVOKEVIRTUAL, INSTANT, "plusMillis", "(J)L" + INSTANT + ";", false);
            }
            super.visitInsn(opcode);
        }
    }
}
