package dev.lockrace.clock;

import java.io.IOException;
import java.lang.instrument.Instrumentation;
import java.util.ArrayList;
import java.util.List;

/** Selects the loaded classes that must be transformed. Transforming all classes would take seconds. */
final class LoadedClasses {

    private LoadedClasses() {}

    static Class<?>[] thatReadTheClock(Instrumentation instrumentation) throws IOException {
        List<Class<?>> found = new ArrayList<>();
        try (ClassFiles files = new ClassFiles()) {
            for (Class<?> loaded : instrumentation.getAllLoadedClasses()) {
                if (isModifiable(loaded, instrumentation) && readsTheClock(loaded, files)) {
                    found.add(loaded);
                }
            }
        }
        return found.toArray(Class<?>[]::new);
    }

    private static boolean isModifiable(Class<?> loaded, Instrumentation instrumentation) {
        return !loaded.isArray() && !loaded.isHidden() && instrumentation.isModifiableClass(loaded);
    }

    private static boolean readsTheClock(Class<?> loaded, ClassFiles files) throws IOException {
        byte[] classFile = files.of(loaded);
        return classFile != null
                && ClockTransformer.mustTransform(loaded.getName().replace('.', '/'), classFile);
    }
}
