package dev.lockrace.servers.host;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockrace.servers.process.ProcessTraces;
import java.nio.file.Files;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** However a server host exits, no process, directory or shared memory segment remains. */
@Tag("process")
class CleanUpAfterExitTest {

    private static final String[] ALL = {"postgresql", "amqp", "memcached", "redis"};

    @Test
    void nothing_remains_after_the_lifeline_closes() throws Exception {
        try (HostProcess host = HostProcess.start(ALL)) {
            ProcessTraces traces = tracesOfAll(host);

            host.closeLifeline();

            assertThat(host.exitCode()).isZero();
            assertNothingRemains(traces);
            assertThat(host.log()).doesNotContain("did not stop");
        }
    }

    @Test
    void nothing_remains_after_the_host_is_terminated() throws Exception {
        try (HostProcess host = HostProcess.start(ALL)) {
            ProcessTraces traces = tracesOfAll(host);

            host.terminate();

            assertThat(host.exitCode()).isZero();
            assertNothingRemains(traces);
            assertThat(host.log()).doesNotContain("did not stop");
        }
    }

    @Test
    void nothing_remains_after_the_host_is_killed() throws Exception {
        try (HostProcess host = HostProcess.start(ALL)) {
            ProcessTraces traces = tracesOfAll(host);

            host.kill();

            assertNothingRemains(traces);
        }
    }

    @Test
    void nothing_remains_after_the_host_is_killed_during_startup() throws Exception {
        try (HostProcess host = HostProcess.start(ALL)) {
            Awaitility.await()
                    .atMost(HostProcess.TIMEOUT)
                    .until(() -> Files.exists(host.directory().resolve("postgresql")));
            ProcessTraces traces = host.traces();

            host.kill();

            assertNothingRemains(traces);
        }
    }

    @Test
    void nothing_remains_after_the_servers_and_then_the_host_are_killed() throws Exception {
        try (HostProcess host = HostProcess.start(ALL)) {
            ProcessTraces traces = tracesOfAll(host);

            traces.signal("KILL", "bin/postgres -D");
            traces.signal("KILL", "memcached -l");
            traces.signal("KILL", "redis-server --bind");
            host.kill();

            assertNothingRemains(traces);
        }
    }

    @Test
    void nothing_remains_after_the_host_is_killed_while_its_servers_are_paused() throws Exception {
        try (HostProcess host = HostProcess.start(ALL)) {
            ProcessTraces traces = tracesOfAll(host);

            traces.signal("STOP", "bin/postgres -D");
            traces.signal("STOP", "memcached -l");
            traces.signal("STOP", "redis-server --bind");
            host.kill();

            assertNothingRemains(traces);
        }
    }

    private static ProcessTraces tracesOfAll(HostProcess host) throws Exception {
        assertThat(host.reports()).hasSize(ALL.length + 1).last().asString().contains("READY");
        ProcessTraces traces = host.traces();
        assertThat(traces.commands())
                .anyMatch(command -> command.contains("bin/postgres -D"))
                .anyMatch(command -> command.contains("redis-server --bind"))
                .anyMatch(command -> command.contains("lockrace-guard"));
        assertThat(host.directory().resolve("postgresql")).isDirectory();
        assertThat(traces.segments())
                .as("System V segments of PostgreSQL, on systems that list them")
                .isEqualTo(ProcessTraces.canListSegments() ? 1 : 0);
        return traces;
    }

    private static void assertNothingRemains(ProcessTraces traces) {
        Awaitility.await()
                .atMost(HostProcess.TIMEOUT)
                .untilAsserted(() -> assertThat(traces.remaining()).isEmpty());
    }
}
