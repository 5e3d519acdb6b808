package dev.lockrace.clock;

import java.io.IOException;
import java.lang.instrument.Instrumentation;
import java.util.ArrayList;
import java.util.List;

/** Which of the classes that are there already have to be changed; changing all would take seconds. */
final class LoadedClasses {

    private LoadedClasses() {}

    static Class<?>[] thatReadTheClock(Instrumentation instrumentation) throws IOException {
        List<Class<?>> found = new ArrayList<>();
        try (ClassFiles files = new ClassFiles()) {
            for (Class<?> loaded : instrumentation.getAllLoadedClasses()) {
                if (canBeChanged(loaded, instrumentation) && readsTheClock(loaded, files)) {
                    found.add(loaded);
                }
            }
        }
        return found.toArray(Class<?>[]::new);
    }

    private static boolean canBeChanged(Class<?> loaded, Instrumentation instrumentation) {
        return !loaded.isArray() && !loaded.isHidden() && instrumentation.isModifiableClass(loaded);
    }

    private static boolean readsTheClock(Class<?> loaded, ClassFiles files) throws IOException {
        byte[] classFile = files.of(loaded);
        return classFile != null && ClockTransformer.concerns(loaded.getName().replace('.', '/'), classFile);
    }
}
