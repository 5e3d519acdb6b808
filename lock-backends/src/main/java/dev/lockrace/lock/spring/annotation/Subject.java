package dev.lockrace.lock.spring.annotation;

import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A {@link Locked} method in messages.
 *
 * @param bean the name of the bean, or null if the method is looked up for a call
 */
record Subject(Method method, Class<?> type, @Nullable String bean) {

    InvalidLockedMethodException invalid(String problem, String remedy) {
        return invalid(problem, remedy, null);
    }

    /**
     * @param problem the rest of a sentence about the method, without the period
     */
    InvalidLockedMethodException invalid(String problem, String remedy, @Nullable Throwable cause) {
        return new InvalidLockedMethodException("%s %s.".formatted(this, problem), remedy, cause);
    }

    static String signature(Method method) {
        return Arrays.stream(method.getParameterTypes())
                .map(Class::getSimpleName)
                .collect(Collectors.joining(", ", method.getName() + "(", ")"));
    }

    @Override
    public String toString() {
        return bean == null
                ? "@Locked method %s of %s".formatted(signature(method), type.getName())
                : "@Locked method %s of bean '%s' (%s)".formatted(signature(method), bean, type.getName());
    }
}
