package dev.lockrace.lock.spring.annotation;

import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.util.ClassUtils;
import org.springframework.util.ReflectionUtils;

/** What the calls of {@link Locked} methods do on contention. */
final class Fallbacks {

    private Fallbacks() {}

    /**
     * Returns the fallback method, or null if there is none.
     *
     * @throws InvalidLockedMethodException if the method does not match, or the call could not return without a value
     */
    static @Nullable Method find(Locked locked, Subject subject, int leaseIndex) {
        boolean skips = locked.onContention() == OnContention.SKIP;
        if (locked.fallback().isEmpty()) {
            if (skips) {
                checkSkip(subject);
            }
            return null;
        }
        if (skips) {
            throw subject.invalid("has a fallback and onContention = SKIP", "Remove one of them.");
        }
        Method fallback = find(locked.fallback(), subject, leaseIndex);
        checkResult(subject, fallback);
        checkExceptions(subject, fallback);
        ReflectionUtils.makeAccessible(fallback);
        return fallback;
    }

    private static void checkSkip(Subject subject) {
        Class<?> result = subject.method().getReturnType();
        if (result.isPrimitive() && result != void.class) {
            throw subject.invalid(
                    "has onContention = SKIP and returns the primitive type %s, which has no value for a call that was"
                                    .formatted(result)
                            + " skipped",
                    "Return an Optional, set onContention = THROW, or name a fallback.");
        }
    }

    private static Method find(String name, Subject subject, int leaseIndex) {
        List<Class<?>> parameters = new ArrayList<>(List.of(subject.method().getParameterTypes()));
        if (leaseIndex >= 0) {
            parameters.remove(leaseIndex);
        }
        Method fallback = ReflectionUtils.findMethod(subject.type(), name, parameters.toArray(Class<?>[]::new));
        if (fallback == null) {
            String expected =
                    parameters.stream().map(Class::getSimpleName).collect(Collectors.joining(", ", name + "(", ")"));
            throw subject.invalid(
                    "has no fallback %s in its class".formatted(expected),
                    "Declare it with these parameters: those of the method, without the lease.");
        }
        return fallback;
    }

    private static void checkResult(Subject subject, Method fallback) {
        Class<?> expected = subject.method().getReturnType();
        boolean matches = expected == void.class
                || (fallback.getReturnType() != void.class
                        && ClassUtils.isAssignable(expected, fallback.getReturnType()));
        if (!matches) {
            throw subject.invalid(
                    "has a fallback %s that returns %s instead of %s"
                            .formatted(
                                    Subject.signature(fallback),
                                    fallback.getReturnType().getSimpleName(),
                                    expected.getSimpleName()),
                    "Change the result of the fallback.");
        }
    }

    private static void checkExceptions(Subject subject, Method fallback) {
        for (Class<?> thrown : fallback.getExceptionTypes()) {
            boolean allowed = RuntimeException.class.isAssignableFrom(thrown)
                    || Error.class.isAssignableFrom(thrown)
                    || Arrays.stream(subject.method().getExceptionTypes()).anyMatch(it -> it.isAssignableFrom(thrown));
            if (!allowed) {
                throw subject.invalid(
                        "does not declare %s, which its fallback %s throws"
                                .formatted(thrown.getSimpleName(), Subject.signature(fallback)),
                        "Declare the exception, or handle it in the fallback.");
            }
        }
    }
}
