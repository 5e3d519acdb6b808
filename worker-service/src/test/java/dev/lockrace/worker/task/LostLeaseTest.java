package dev.lockrace.worker.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.lockrace.race.AttemptOutcome;
import dev.lockrace.race.EventLog.Attempt;
import dev.lockrace.race.RaceQueues;
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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.amqp.rabbit.listener.RabbitListenerEndpointRegistry;
import org.springframework.context.annotation.Primary;

class LostLeaseTest {

    private static final Duration TIME_TO_LIVE = Duration.ofSeconds(2);
    private static final Duration HOLD = Duration.ofSeconds(20);
    private static final Duration BUSY_MACHINE = Duration.ofSeconds(3);

    private final TestServers bench = TestServers.shared();

    @AfterEach
    void every_message_was_acknowledged() {
        await().atMost(TestWorker.LIMIT).until(() -> bench.queued(RaceQueues.TASKS) == 0);
    }

    @ParameterizedTest
    @ValueSource(strings = {"database", "memcached"})
    void work_whose_lease_the_store_loses_is_broken_off_at_once_and_tried_again(String backend) {
        try (TestWorker worker = TestWorker.startWith(bench, List.of(QuickAtSecond.class))) {
            TestRun run = TestRun.begin(bench, backend, HOLD.toMillis(), TIME_TO_LIVE.toMillis(), false);
            run.send(1);
            run.awaitRenewedHold(1);

            Instant loss = Instant.now(); // the database's clock is the same machine's
            lose(run);
            Attempt lost = run.awaitEnd(1, AttemptOutcome.LOST);
            run.awaitEnd(1, AttemptOutcome.INVOICED);

            assertThat(lost.releasedAt())
                    .as("broken off")
                    .isBetween(loss, loss.plus(TIME_TO_LIVE).plus(BUSY_MACHINE));
            assertThat(lost.workDone()).isFalse();
            assertThat(lost.reason())
                    .isEqualTo("The lease of %s was lost under the work: nothing was written", run.lockName());
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

    /** The store answers no more: what is left of the lease is all that the holder has. */
    @Test
    void work_whose_lease_can_not_be_renewed_is_broken_off_before_another_can_hold_the_lock() {
        try (TestServers own = TestServers.start();
                TestWorker worker = TestWorker.startWith(own, List.of(QuickAtSecond.class), TestWorker.IMPATIENT)) {
            TestRun run = TestRun.begin(own, "memcached", HOLD.toMillis(), TIME_TO_LIVE.toMillis(), false);
            run.send(1);
            run.awaitRenewedHold(1);

            Instant loss = Instant.now();
            own.memcached().stop();
            Attempt lost = run.awaitEnd(1, AttemptOutcome.LOST);
            own.memcached().start();
            run.awaitEnd(1, AttemptOutcome.INVOICED);

            assertThat(lost.releasedAt()).isBefore(loss.plus(TIME_TO_LIVE).plus(BUSY_MACHINE));
            assertThat(run.invoiced()).containsExactly(1);
            assertThat(run.verdict(1).counts().peakHolders()).isEqualTo(1);
            assertThat(worker.management().metric("lock_losses_total{backend=\"memcached\"}"))
                    .isEqualTo(1);
        }
    }

    private void lose(TestRun run) {
        if (run.backend().equals("memcached")) {
            flush();
        } else {
            assertThat(bench.jdbc()
                            .sql("delete from lockrace_lease where name = :name")
                            .param("name", run.lockName())
                            .update())
                    .isEqualTo(1);
        }
    }

    private void flush() {
        try (Socket socket = new Socket(
                bench.memcached().endpoint().host(),
                bench.memcached().endpoint().port())) {
            socket.getOutputStream().write("flush_all\r\n".getBytes(StandardCharsets.US_ASCII));
            assertThat(socket.getInputStream().readNBytes(4)).asString().isEqualTo("OK\r\n");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Its first work takes as long as it was told, later ones a moment. */
    @Primary
    static final class QuickAtSecond extends GracefulShutdown {

        private boolean worked;

        QuickAtSecond(RabbitListenerEndpointRegistry consumers, WorkerProperties properties) {
            super(consumers, properties);
        }

        @Override
        void work(Duration duration, BooleanSupplier inVain) {
            Duration shortened = worked ? Duration.ZERO : duration;
            worked = true;
            super.work(shortened, inVain);
        }
    }
}
