package dev.lockrace.clock;

import org.jspecify.annotations.Nullable;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/**
 * A visitor that adds the offset to each reading of the wall clock: after each call of {@code
 * System.currentTimeMillis()}, and to the instants that {@code java.time} creates. The offset is a system property,
 * which every class loader can read.
 */
final class ShiftingVisitor extends ClassVisitor {

    private static final int API = Opcodes.ASM9;

    private String className = "";

    ShiftingVisitor(ClassVisitor next) {
        super(API, next);
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
        return createsInstants ? new Instants(next) : new Millis(next);
    }

    private abstract static class Shifting extends MethodVisitor {

        private Shifting(MethodVisitor next) {
            super(API, next);
        }

        final void pushOffset() {
            super.visitLdcInsn(ClockAgent.OFFSET);
            super.visitInsn(Opcodes.LCONST_0);
            super.visitMethodInsn(
                    Opcodes.INVOKESTATIC, "java/lang/Long", "getLong", "(Ljava/lang/String;J)Ljava/lang/Long;", false);
            super.visitMethodInsn(Opcodes.INVOKEVIRTUAL, "java/lang/Long", "longValue", "()J", false);
        }
    }

    private static final class Millis extends Shifting {

        private Millis(MethodVisitor next) {
            super(next);
        }

        @Override
        public void visitMethodInsn(int opcode, String owner, String name, String descriptor, boolean ofInterface) {
            super.visitMethodInsn(opcode, owner, name, descriptor, ofInterface);
            if (owner.equals("java/lang/System") && name.equals("currentTimeMillis")) {
                pushOffset();
                super.visitInsn(Opcodes.LADD);
            }
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
