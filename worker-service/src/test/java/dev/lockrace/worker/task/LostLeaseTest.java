package dev.lockrace.worker.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.lockrace.race.event.AttemptOutcome;
import dev.lockrace.race.event.EventLog.Attempt;
import dev.lockrace.race.task.RaceQueues;
import dev.lockrace.worker.WorkerProperties;
import dev.lockrace.worker.shutdown.GracefulShutdown;
import dev.lockrace.worker.testbed.TestRun;
import dev.lockrace.worker.testbed.TestServers;
import dev.lockrace.worker.testbed.TestWorker;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.amqp.rabbit.listener.RabbitListenerEndpointRegistry;
import org.springframework.context.annotation.Primary;

@Tag("process")
class LostLeaseTest {

    private static final Duration TIME_TO_LIVE = Duration.ofSeconds(2);
    private static final Duration HOLD = Duration.ofSeconds(20);
    private static final Duration BUSY_MACHINE = Duration.ofSeconds(3);

    private final TestServers servers = TestServers.shared();

    @AfterEach
    void every_message_was_acknowledged() {
        await().atMost(TestWorker.LIMIT).until(() -> servers.queued(RaceQueues.TASKS) == 0);
    }

    @ParameterizedTest
    @ValueSource(strings = {"database", "memcached"})
    void L8_work_is_aborted_and_retried_when_the_store_loses_its_lease(String backend) {
        try (TestWorker worker = TestWorker.startWith(servers, List.of(ShortSecondWork.class))) {
            TestRun run = TestRun.begin(servers, backend, HOLD.toMillis(), TIME_TO_LIVE.toMillis(), false);
            run.send(1);
            run.awaitRenewedHold(1);

            Instant loss = Instant.now(); // comparable, since the database runs on the same machine
            deleteLease(run);
            Attempt lost = run.awaitEnd(1, AttemptOutcome.LOST);
            run.awaitEnd(1, AttemptOutcome.INVOICED);

            assertThat(lost.releasedAt())
                    .as("time of the abort")
                    .isBetween(loss, loss.plus(TIME_TO_LIVE).plus(BUSY_MACHINE));
            assertThat(lost.workDone()).isFalse();
            assertThat(lost.reason())
                    .isEqualTo(
                            "Lost the lease on lock '%s' before the work ended; nothing was written", run.lockName());
            assertThat(run.attempts())
                    .extracting(Attempt::outcome)
                    .containsExactly(AttemptOutcome.LOST, AttemptOutcome.INVOICED);
            assertThat(run.invoiced()).containsExactly(1);
            assertThat(run.verdict(1).counts().acquired()).isEqualTo(2);
            assertThat(run.verdict(1).counts().peakHolders()).isEqualTo(1);
            assertThat(worker.management().metric("lock_losses_total{backend=\"%s\"}".formatted(backend)))
                    .isEqualTo(1);
        }
    }

    /** The lock server does not answer, so that the holder can rely only on the time left. */
    @Test
    void L8_work_whose_lease_cannot_be_renewed_is_aborted_before_another_worker_can_acquire_the_lock() {
        try (TestServers ownServers = TestServers.start();
                TestWorker worker =
                        TestWorker.startWith(ownServers, List.of(ShortSecondWork.class), TestWorker.shortTimeouts())) {
            TestRun run = TestRun.begin(ownServers, "memcached", HOLD.toMillis(), TIME_TO_LIVE.toMillis(), false);
            run.send(1);
            run.awaitRenewedHold(1);

            Instant loss = Instant.now();
            ownServers.memcached().stop();
            Attempt lost = run.awaitEnd(1, AttemptOutcome.LOST);
            ownServers.memcached().start();
            run.awaitEnd(1, AttemptOutcome.INVOICED);

            assertThat(lost.releasedAt()).isBefore(loss.plus(TIME_TO_LIVE).plus(BUSY_MACHINE));
            assertThat(run.invoiced()).containsExactly(1);
            assertThat(run.verdict(1).counts().peakHolders()).isEqualTo(1);
            assertThat(worker.management().metric("lock_losses_total{backend=\"memcached\"}"))
                    .isEqualTo(1);
        }
    }

    private void deleteLease(TestRun run) {
        if (run.backend().equals("memcached")) {
            flushMemcached();
        } else {
            assertThat(servers.jdbc()
                            .sql("delete from lockrace_lease where name = :name")
                            .param("name", run.lockName())
                            .update())
                    .isEqualTo(1);
        }
    }

    private void flushMemcached() {
        try (Socket socket = new Socket(
                servers.memcached().endpoint().host(),
                servers.memcached().endpoint().port())) {
            socket.getOutputStream().write("flush_all\r\n".getBytes(StandardCharsets.US_ASCII));
            assertThat(socket.getInputStream().readNBytes(4)).asString().isEqualTo("OK\r\n");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A shutdown whose first work takes the given time and whose later work takes none. */
    @Primary
    static final class ShortSecondWork extends GracefulShutdown {

        private boolean worked;

        ShortSecondWork(RabbitListenerEndpointRegistry consumers, WorkerProperties properties) {
            super(consumers, properties);
        }

        @Override
        public void work(Duration duration, BooleanSupplier aborted) {
            Duration shortened = worked ? Duration.ZERO : duration;
            worked = true;
            super.work(shortened, aborted);
        }
    }
}
