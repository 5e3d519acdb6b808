package dev.lockrace.lab.testbed;

import dev.lockrace.fault.lock.BrokenLock;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * The settings and classes that give a worker a broken lock.
 *
 * @param settings Spring Boot properties
 * @param classes the class path entries with the classes that break the lock
 */
record LockDefect(Map<String, String> settings, List<Path> classes) {

    /** A worker without a broken lock. */
    static final LockDefect NONE = new LockDefect(Map.of(), List.of());

    static LockDefect of(BrokenLock lock) {
        return new LockDefect(Map.of(BrokenLock.PROPERTY, lock.id()), List.of(classPathEntry(BrokenLock.class)));
    }

    private static Path classPathEntry(Class<?> type) {
        try {
            return Path.of(
                    type.getProtectionDomain().getCodeSource().getLocation().toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException("%s was not loaded from a file".formatted(type), e);
        }
    }
}
