package dev.lockrace.worker.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.lockrace.race.event.AttemptOutcome;
import dev.lockrace.race.event.EventLog.Attempt;
import dev.lockrace.race.task.RaceQueues;
import dev.lockrace.worker.WorkerProperties;
import dev.lockrace.worker.metrics.TaskMetrics;
import dev.lockrace.worker.shutdown.GracefulShutdown;
import dev.lockrace.worker.testbed.TestRun;
import dev.lockrace.worker.testbed.TestServers;
import dev.lockrace.worker.testbed.TestWorker;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.amqp.core.Message;
import org.springframework.amqp.rabbit.listener.RabbitListenerEndpointRegistry;
import org.springframework.context.annotation.Primary;

/** Tests an {@link Error} during the work. If it propagated, it would stop the consumer or the worker, then the next one. */
@Tag("process")
class JvmErrorTest {

    private static final long RECEIVE_MILLIS = 30_000;
    private static final String[] THREE_ATTEMPTS = {
        "lockrace.worker.retry.max-attempts=3",
        "lockrace.worker.retry.initial-backoff=10ms",
        "lockrace.worker.retry.max-backoff=10ms"
    };

    private final TestServers servers = TestServers.shared();

    @AfterEach
    void every_message_was_acknowledged() {
        await().atMost(TestWorker.LIMIT).until(() -> servers.queued(RaceQueues.TASKS) == 0);
    }

    static List<Supplier<Error>> errors() {
        return List.of(
                StackOverflowError::new,
                () -> new NoClassDefFoundError("Could not initialize class dev.example.Driver"),
                () -> new OutOfMemoryError("unable to create native thread"));
    }

    @ParameterizedTest
    @MethodSource("errors")
    void a_task_that_fails_with_an_error_is_retried(Supplier<Error> error) {
        try (TestWorker worker = failing(error, 2)) {
            TestRun run = begin();

            run.send(1);
            run.awaitEnd(1, AttemptOutcome.INVOICED);

            assertThat(run.attempts())
                    .extracting(Attempt::outcome)
                    .containsExactly(AttemptOutcome.UNKNOWN, AttemptOutcome.UNKNOWN, AttemptOutcome.INVOICED);
            assertThat(run.attempts().get(0).reason()).isEqualTo(error.get().toString());
            assertThat(run.verdict(1).counts().peakHolders()).isEqualTo(1);
            assertThat(worker.management().isReady()).isTrue();
        }
    }

    @ParameterizedTest
    @MethodSource("errors")
    void a_task_that_fails_with_an_error_in_every_attempt_is_dead_lettered_and_the_next_is_processed(
            Supplier<Error> error) {
        try (TestWorker worker = failing(error, 3)) {
            TestRun run = begin();

            run.send(1);
            assertThat(reason(receiveDeadLetter())).isEqualTo("Failed after 3 attempts: " + error.get());
            assertThat(run.attempts(1)).hasSize(3);

            TestRun next = begin();
            next.send(1);
            next.awaitEnd(1, AttemptOutcome.INVOICED);
            assertThat(worker.management().isReady()).isTrue();
        }
    }

    @Test
    void a_message_whose_dead_lettering_fails_with_an_error_is_requeued_and_dead_lettered_then() {
        try (TestWorker worker = TestWorker.startWith(servers, List.of(FailsFirstPut.class))) {
            servers.rabbit().convertAndSend(RaceQueues.TASKS, "no task");

            assertThat(reason(receiveDeadLetter())).startsWith("A task message must be JSON");
            assertThat(worker.bean(FailsFirstPut.class).calls).hasValue(2);
            worker.awaitReady();
        }
    }

    private TestWorker failing(Supplier<Error> error, int times) {
        TestWorker worker = TestWorker.startWith(servers, List.of(FailingWork.class), THREE_ATTEMPTS);
        worker.bean(FailingWork.class).fail(error, times);
        worker.awaitReady();
        return worker;
    }

    /** Begins a run with short leases, since a task that fails with an error does not release its lease. */
    private TestRun begin() {
        return TestRun.begin(servers, "database", 20, 500, false);
    }

    private Message receiveDeadLetter() {
        return Objects.requireNonNull(
                servers.rabbit().receive(RaceQueues.DEAD_LETTERS, RECEIVE_MILLIS), "a dead letter");
    }

    private static String reason(Message deadLetter) {
        return Objects.requireNonNull(deadLetter.getMessageProperties().getHeader(RaceQueues.REASON_HEADER));
    }

    /** A shutdown whose first few calls of {@code work} throw an error. */
    @Primary
    static final class FailingWork extends GracefulShutdown {

        private volatile Supplier<Error> error = StackOverflowError::new;
        private final AtomicInteger times = new AtomicInteger();

        FailingWork(RabbitListenerEndpointRegistry consumers, WorkerProperties properties) {
            super(consumers, properties);
        }

        void fail(Supplier<Error> newError, int newTimes) {
            error = newError;
            times.set(newTimes);
        }

        @Override
        public void work(Duration duration, BooleanSupplier aborted) {
            if (times.getAndDecrement() > 0) {
                throw error.get();
            }
            super.work(duration, aborted);
        }
    }

    /** A dead-letter queue that fails to accept the first message. */
    @Primary
    static final class FailsFirstPut extends DeadLetterQueue {

        private final AtomicInteger calls = new AtomicInteger();

        FailsFirstPut(ConfirmedPublisher publisher, TaskMetrics metrics, WorkerProperties properties) {
            super(publisher, metrics, properties);
        }

        @Override
        void put(byte[] body, String cause) {
            if (calls.incrementAndGet() == 1) {
                throw new StackOverflowError();
            }
            super.put(body, cause);
        }
    }
}
