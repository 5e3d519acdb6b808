package dev.lockrace.benchmarks.setup;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class EnvironmentTest {

    @Test
    void every_library_has_the_version_of_the_build() {
        assertThat(Environment.versions())
                .containsOnlyKeys(
                        "HikariCP",
                        "JMH",
                        "Lettuce",
                        "PostgreSQL JDBC",
                        "Redisson",
                        "ShedLock",
                        "Spring Integration",
                        "spymemcached")
                .allSatisfy((library, version) -> assertThat(version).matches("\\d+\\.\\d+.*"));
    }

    @Test
    void the_list_contains_servers_and_command() {
        assertThat(Environment.markdown(Map.of("redis", "Redis 6.2.11"), "./lockrace bench locks"))
                .contains("- servers: Redis 6.2.11\n", "- command: `./lockrace bench locks`\n", "- JVM: ");
    }
}
