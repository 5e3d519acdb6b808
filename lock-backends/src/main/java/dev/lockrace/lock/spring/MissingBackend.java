package dev.lockrace.lock.spring;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.springframework.util.ClassUtils;

/** Explains why a selected backend is not set up. */
final class MissingBackend {

    private static final Map<String, List<Driver>> DRIVERS = new TreeMap<>(Map.of(
            "database",
            List.of(
                    new Driver("org.postgresql.Driver", "org.postgresql:postgresql"),
                    new Driver("com.zaxxer.hikari.HikariDataSource", "com.zaxxer:HikariCP")),
            "local",
            List.of(),
            "memcached",
            List.of(new Driver("net.spy.memcached.MemcachedClient", "net.spy:spymemcached")),
            "redis",
            List.of(new Driver("io.lettuce.core.RedisClient", "io.lettuce:lettuce-core"))));

    /** A class that a backend needs, and the artifact that contains it. */
    private record Driver(String className, String artifact) {}

    private MissingBackend() {}

    /** Returns the reason why no backend has this name, and what to do about it. */
    static BackendNotSetUpException explain(String name, String property, @Nullable ClassLoader classes) {
        List<String> artifacts = DRIVERS.getOrDefault(name, List.of()).stream()
                .filter(driver -> !ClassUtils.isPresent(driver.className, classes))
                .map(Driver::artifact)
                .toList();
        if (artifacts.isEmpty()) {
            return new BackendNotSetUpException(
                    "Unknown lock backend '%s' in %s.".formatted(name, property),
                    "Set the property to one of %s, or define a LockBackend bean of that name."
                            .formatted(String.join(", ", DRIVERS.keySet())));
        }
        return new BackendNotSetUpException(
                "The driver of lock backend '%s' is missing on the class path: %s."
                        .formatted(name, String.join(" and ", artifacts)),
                "Add the dependency, or set %s to another backend.".formatted(property));
    }
}
