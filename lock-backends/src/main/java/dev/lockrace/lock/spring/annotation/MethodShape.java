package dev.lockrace.lock.spring.annotation;

import dev.lockrace.lock.Lease;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.springframework.core.ReactiveAdapterRegistry;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.scheduling.annotation.Async;

/** The checks of a {@link Locked} method's modifiers, parameters and result. */
final class MethodShape {

    private static final List<Class<?>> ASYNCHRONOUS =
            List.of(Future.class, CompletionStage.class, Flow.Publisher.class);

    private MethodShape() {}

    /**
     * @throws InvalidLockedMethodException if calls cannot be intercepted, or their work would outlast the lock
     */
    static void check(Subject subject) {
        Method method = subject.method();
        int modifiers = method.getModifiers();
        if (Modifier.isPrivate(modifiers) || Modifier.isStatic(modifiers) || Modifier.isFinal(modifiers)) {
            throw subject.invalid(
                    "is %s, so its calls cannot be intercepted"
                            .formatted(
                                    Modifier.isPrivate(modifiers)
                                            ? "private"
                                            : Modifier.isStatic(modifiers) ? "static" : "final"),
                    "Remove the modifier, or use a LockClient instead.");
        }
        if (isAsynchronous(method.getReturnType()) && !runsOnAnotherThread(method)) {
            throw subject.invalid(
                    "returns a %s, so the lock would be released before its work has ended"
                            .formatted(method.getReturnType().getSimpleName()),
                    "Return the result itself, or acquire the lock where the work runs.");
        }
    }

    private static boolean isAsynchronous(Class<?> result) {
        return ASYNCHRONOUS.stream().anyMatch(type -> type.isAssignableFrom(result))
                || ReactiveAdapterRegistry.getSharedInstance().getAdapter(result) != null;
    }

    /** Returns whether the call and its lock are on the thread of {@code @Async}, and the result is complete. */
    private static boolean runsOnAnotherThread(Method method) {
        return AnnotatedElementUtils.hasAnnotation(method, Async.class)
                || AnnotatedElementUtils.hasAnnotation(method.getDeclaringClass(), Async.class);
    }

    /** Returns the index of the parameter that receives the lease, or -1 if there is none. */
    static int leaseIndex(Subject subject) {
        Class<?>[] parameters = subject.method().getParameterTypes();
        int[] leases = IntStream.range(0, parameters.length)
                .filter(i -> parameters[i] == Lease.class)
                .toArray();
        if (leases.length > 1) {
            throw subject.invalid("has %d parameters of type Lease".formatted(leases.length), "Keep one of them.");
        }
        return leases.length == 0 ? -1 : leases[0];
    }
}
