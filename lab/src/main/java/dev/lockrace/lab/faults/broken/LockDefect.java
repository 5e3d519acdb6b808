package dev.lockrace.lab.faults.broken;

import dev.lockrace.fault.lock.BrokenLock;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * What a worker is started with, beyond all else, to have locks that are broken in some way.
 *
 * @param settings Spring Boot properties
 * @param classes where the classes are that break its locks
 */
public record LockDefect(Map<String, String> settings, List<Path> classes) {

    /** Its locks are as they should be. */
    public static final LockDefect NONE = new LockDefect(Map.of(), List.of());

    /** Its locks are broken like that. */
    public static LockDefect of(BrokenLock lock) {
        return new LockDefect(Map.of(BrokenLock.PROPERTY, lock.id()), List.of(placeOf(BrokenLock.class)));
    }

    private static Path placeOf(Class<?> type) {
        try {
            return Path.of(
                    type.getProtectionDomain().getCodeSource().getLocation().toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException("%s was loaded from no file".formatted(type), e);
        }
    }
}
