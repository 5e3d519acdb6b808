package dev.lockrace.lock.spring;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockrace.lock.postgres.PoolerMode;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

class LockPropertiesTest {

    @Test
    void every_setting_has_a_default() {
        assertThat(bind(Map.of()))
                .isEqualTo(new LockProperties(
                        "database",
                        List.of(),
                        Duration.ofSeconds(2),
                        new LockProperties.Database(null, null, null, 2, true, PoolerMode.DETECT),
                        new LockProperties.Memcached(List.of()),
                        new LockProperties.Redis("", "")));
    }

    @Test
    void every_setting_is_bound() {
        assertThat(bind(Map.ofEntries(
                        Map.entry("lockrace.lock.backend", "memcached"),
                        Map.entry("lockrace.lock.additional-backends", "local,redis"),
                        Map.entry("lockrace.lock.request-timeout", "500ms"),
                        Map.entry("lockrace.lock.database.url", "jdbc:postgresql://one/locks"),
                        Map.entry("lockrace.lock.database.username", "locks"),
                        Map.entry("lockrace.lock.database.password", "secret"),
                        Map.entry("lockrace.lock.database.pool-size", "7"),
                        Map.entry("lockrace.lock.database.create-schema", "false"),
                        Map.entry("lockrace.lock.database.pooler-mode", "transaction"),
                        Map.entry("lockrace.lock.memcached.servers", "one:11211,[::1]:11212"),
                        Map.entry("lockrace.lock.redis.uri", "redis://one:6379"),
                        Map.entry("lockrace.lock.redis.ssl-bundle", "ours"))))
                .isEqualTo(new LockProperties(
                        "memcached",
                        List.of("local", "redis"),
                        Duration.ofMillis(500),
                        new LockProperties.Database(
                                "jdbc:postgresql://one/locks", "locks", "secret", 7, false, PoolerMode.TRANSACTION),
                        new LockProperties.Memcached(List.of("one:11211", "[::1]:11212")),
                        new LockProperties.Redis("redis://one:6379", "ours")));
    }

    private static LockProperties bind(Map<String, String> settings) {
        return new Binder(new MapConfigurationPropertySource(settings))
                .bindOrCreate("lockrace.lock", LockProperties.class);
    }
}
