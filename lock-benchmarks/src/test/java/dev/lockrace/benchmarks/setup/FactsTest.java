package dev.lockrace.benchmarks.setup;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class FactsTest {

    @Test
    void every_library_has_the_version_that_the_build_took() {
        assertThat(Facts.versions())
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
    void the_facts_name_servers_and_command() {
        assertThat(Facts.markdown(Map.of("redis", "Redis 6.2.11"), "./lockrace bench locks"))
                .contains("- servers: Redis 6.2.11\n", "- command: `./lockrace bench locks`\n", "- JVM: ");
    }
}
