package dev.lockrace.lock.spring.annotation;

import java.lang.reflect.Method;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.util.ClassUtils;
import org.springframework.util.ReflectionUtils;

/** Recognizes the beans that a test has replaced, such as by {@code @MockitoBean}. They have no proxy and need no lock. */
final class TestDoubles {

    private static final String MOCKITO = "org.mockito.Mockito";
    private static final String DETAILS = "org.mockito.MockingDetails";

    private TestDoubles() {}

    static boolean isMock(Object bean) {
        @Nullable ClassLoader classes = bean.getClass().getClassLoader();
        if (!ClassUtils.isPresent(MOCKITO, classes)) {
            return false;
        }
        Object details = call(MOCKITO, "mockingDetails", classes, null, bean);
        return Boolean.TRUE.equals(call(DETAILS, "isMock", classes, details));
    }

    private static @Nullable Object call(
            String type, String name, @Nullable ClassLoader classes, @Nullable Object target, Object... arguments) {
        Method method = ReflectionUtils.findMethod(
                ClassUtils.resolveClassName(type, classes), name, (Class<?> @Nullable []) null);
        return ReflectionUtils.invokeMethod(Objects.requireNonNull(method, name), target, arguments);
    }
}
