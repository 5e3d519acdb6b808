package dev.lockrace.servers.host;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockrace.servers.process.Traces;
import java.nio.file.Files;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** Whatever ends the process that hosts the servers, no process, no folder and no shared memory stays. */
public class NothingStaysBehindTest {

    private static final String[] ALL = {"postgresql", "amqp", "memcached", "redis"};

    @Test
    void when_the_lifeline_closes() throws Exception {
        try (HostProcess host = HostProcess.start(ALL)) {
            Traces traces = tracesOfAll(host);

            host.closeLifeline();

            assertThat(host.exitCode()).isZero();
            assertNothingLeft(traces);
            assertThat(host.log()).doesNotContain("did not stop");
        }
    }

    @Test
    void when_it_is_told_to_terminate() throws Exception {
        try (HostProcess host = HostProcess.start(ALL)) {
            Traces traces = tracesOfAll(host);

            host.terminate();

            assertThat(host.exitCode()).isZero();
            assertNothingLeft(traces);
            assertThat(host.log()).doesNotContain("did not stop");
        }
    }

    @Test
    void when_it_is_killed() throws Exception {
        try (HostProcess host = HostProcess.start(ALL)) {
            Traces traces = tracesOfAll(host);

            host.kill();

            assertNothingLeft(traces);
        }
    }

    @Test
    void when_it_is_killed_while_it_starts() throws Exception {
        try (HostProcess host = HostProcess.start(ALL)) {
            Awaitility.await()
                    .atMost(HostProcess.LIMIT)
                    .until(() -> Files.exists(host.folder().resolve("postgresql")));
            Traces traces = host.traces();

            host.kill();

            assertNothingLeft(traces);
        }
    }

    @Test
    void when_it_is_killed_after_its_servers_were() throws Exception {
        try (HostProcess host = HostProcess.start(ALL)) {
            Traces traces = tracesOfAll(host);

            traces.signal("KILL", "bin/postgres -D");
            traces.signal("KILL", "memcached -l");
            traces.signal("KILL", "redis-server --bind");
            host.kill();

            assertNothingLeft(traces);
        }
    }

    @Test
    void when_it_is_killed_while_its_servers_are_frozen() throws Exception {
        try (HostProcess host = HostProcess.start(ALL)) {
            Traces traces = tracesOfAll(host);

            traces.signal("STOP", "bin/postgres -D");
            traces.signal("STOP", "memcached -l");
            traces.signal("STOP", "redis-server --bind");
            host.kill();

            assertNothingLeft(traces);
        }
    }

    private static Traces tracesOfAll(HostProcess host) throws Exception {
        assertThat(host.reports()).hasSize(ALL.length + 1).last().asString().contains("READY");
        Traces traces = host.traces();
        assertThat(traces.commands())
                .anyMatch(command -> command.contains("bin/postgres -D"))
                .anyMatch(command -> command.contains("redis-server --bind"))
                .anyMatch(command -> command.contains("lockrace-guard"));
        assertThat(host.folder().resolve("postgresql")).isDirectory();
        assertThat(traces.segments())
                .as("PostgreSQL's, where they can be seen")
                .isEqualTo(Traces.seesSegments() ? 1 : 0);
        return traces;
    }

    private static void assertNothingLeft(Traces traces) {
        Awaitility.await()
                .atMost(HostProcess.LIMIT)
                .untilAsserted(() -> assertThat(traces.left()).isEmpty());
    }
}
