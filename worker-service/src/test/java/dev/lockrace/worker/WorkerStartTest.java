package dev.lockrace.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.lockrace.lock.spring.LockClients;
import dev.lockrace.race.RaceBackend;
import dev.lockrace.race.event.AttemptOutcome;
import dev.lockrace.worker.testbed.ManagementClient;
import dev.lockrace.worker.testbed.TestRun;
import dev.lockrace.worker.testbed.TestServers;
import dev.lockrace.worker.testbed.TestWorker;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.builder.SpringApplicationBuilder;

@Tag("process")
class WorkerStartTest {

    private final TestServers servers = TestServers.shared();

    @Test
    void every_metric_is_registered_at_0_under_its_exact_name_and_counts() {
        try (TestWorker worker = TestWorker.start(servers)) {
            assertAllMetricsAre0(worker.management().metrics());

            TestRun run = TestRun.begin(servers, "memcached");
            run.send(1);
            run.awaitEnd(1, AttemptOutcome.INVOICED);
            run.send(1);
            run.awaitEnd(1, AttemptOutcome.DUPLICATE);

            assertOneInvoiceAndOneDuplicate(worker.management());
        }
    }

    /** The producer and the command do not depend on the library: they know its backends from {@link RaceBackend}. */
    @Test
    void the_backends_and_their_fencing_are_those_of_the_race_model() {
        try (TestWorker worker = TestWorker.start(servers)) {
            LockClients clients = worker.bean(LockClients.class);

            assertThat(clients.backends())
                    .containsExactlyInAnyOrderElementsOf(Arrays.stream(RaceBackend.values())
                            .map(RaceBackend::id)
                            .toList());
            for (RaceBackend backend : RaceBackend.values()) {
                assertThat(clients.get(backend.id()).guarantees().fencing()).isEqualTo(backend.offersFencing());
            }
        }
    }

    private static void assertAllMetricsAre0(String metrics) {
        for (String backend : List.of("local", "database", "memcached", "redis")) {
            for (String outcome : List.of("acquired", "contended", "failed")) {
                assertThat(metrics)
                        .contains("\nlock_acquisitions_total{backend=\"%s\",outcome=\"%s\"} 0.0\n"
                                .formatted(backend, outcome));
            }
            assertThat(metrics)
                    .contains("\ninvoices_created_total{backend=\"%s\"} 0.0\n".formatted(backend))
                    .contains("\ninvoices_fenced_total{backend=\"%s\"} 0.0\n".formatted(backend))
                    .contains("\nlock_acquire_seconds_count{backend=\"%s\"} 0\n".formatted(backend))
                    .contains("\nlock_hold_seconds_count{backend=\"%s\"} 0\n".formatted(backend))
                    .contains("\nlock_losses_total{backend=\"%s\"} 0.0\n".formatted(backend));
        }
        Arrays.stream(AttemptOutcome.values())
                .filter(AttemptOutcome::endsTask)
                .forEach(outcome ->
                        assertThat(metrics).contains("\ntasks_total{outcome=\"%s\"} 0.0\n".formatted(outcome.id())));
    }

    private static void assertOneInvoiceAndOneDuplicate(ManagementClient management) {
        TestWorker.eventually(() -> assertThat(management.metric("tasks_total{outcome=\"duplicate\"}"))
                .isEqualTo(1));
        assertThat(management.metric("tasks_total{outcome=\"invoiced\"}")).isEqualTo(1);
        assertThat(management.metric("invoices_created_total{backend=\"memcached\"}"))
                .isEqualTo(1);
        assertThat(management.metric("invoices_created_total{backend=\"database\"}"))
                .isZero();
        assertThat(management.metric("lock_acquisitions_total{backend=\"memcached\",outcome=\"acquired\"}"))
                .isEqualTo(1);
        assertThat(management.metric("lock_hold_seconds_count{backend=\"memcached\"}"))
                .isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    lockrace.lock.backend=chubby                    | Unknown lock backend 'chubby' in lockrace.lock.backend. Set the property to one of database, local, memcached, redis
                    lockrace.worker.name=                           | lockrace.worker.name must not be blank, was: ''
                    spring.rabbitmq.publisher-confirm-type=none     | Dead letters could be lost unnoticed. Set spring.rabbitmq.publisher-confirm-type=correlated
                    spring.rabbitmq.publisher-returns=false         | Dead letters could be lost unnoticed. Set spring.rabbitmq.publisher-confirm-type=correlated
                    spring.rabbitmq.template.mandatory=false        | Dead letters could be lost unnoticed. Set spring.rabbitmq.publisher-confirm-type=correlated
                    """)
    void an_invalid_or_unsafe_setting_fails_the_start(String setting, String message) {
        assertThatExceptionOfType(RuntimeException.class)
                .isThrownBy(() -> TestWorker.startWith(servers, List.of(), setting))
                .withStackTraceContaining(message);
    }

    @Test
    void a_worker_starts_without_any_server_and_is_not_ready() {
        String[] unreachableServers = {
            "--server.port=0",
            "--server.address=127.0.0.1",
            "--spring.datasource.url=jdbc:postgresql://127.0.0.1:1/none",
            "--spring.rabbitmq.host=127.0.0.1",
            "--spring.rabbitmq.port=1",
            "--lockrace.lock.memcached.servers=127.0.0.1:1",
            "--lockrace.lock.redis.uri=redis://127.0.0.1:1",
            "--spring.datasource.hikari.connection-timeout=250",
            "--lockrace.lock.request-timeout=250ms"
        };
        try (var context = new SpringApplicationBuilder(WorkerApplication.class).run(unreachableServers)) {
            ManagementClient management =
                    new ManagementClient(context.getEnvironment().getRequiredProperty("local.server.port"));

            assertThat(management.isReady()).isFalse();
            assertThat(management.readiness())
                    .contains("\"consuming\":false", "\"local\":\"reachable\"")
                    .contains("\"memcached\":\"Could not acquire lock", "\"redis\":\"Could not acquire lock");
        }
    }
}
