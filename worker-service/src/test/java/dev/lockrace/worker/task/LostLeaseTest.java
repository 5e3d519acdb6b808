package dev.lockrace.worker.task;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockrace.race.AttemptOutcome;
import dev.lockrace.race.Evidence.Attempt;
import dev.lockrace.worker.WorkerProperties;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.springframework.amqp.rabbit.listener.RabbitListenerEndpointRegistry;
import org.springframework.context.annotation.Primary;

class LostLeaseTest {

    private static final Duration TIME_TO_LIVE = Duration.ofSeconds(1);

    private final Bench bench = Bench.shared();

    @Test
    void work_that_outlasts_its_lease_writes_nothing_and_is_tried_again() {
        try (TestWorker worker = TestWorker.startWith(bench, List.of(SlowAtFirst.class))) {
            TestRun run = TestRun.begin(bench, "database", 20, TIME_TO_LIVE.toMillis(), false);
            run.send(1);

            Attempt lost = run.awaitEnd(1, AttemptOutcome.LOST);
            run.awaitEnd(1, AttemptOutcome.INVOICED);

            assertThat(lost.workDone()).isFalse();
            assertThat(lost.reason())
                    .isEqualTo("The lease of %s ran out under the work: nothing was written", run.lockName());
            assertThat(run.attempts())
                    .extracting(Attempt::outcome)
                    .containsExactly(AttemptOutcome.LOST, AttemptOutcome.INVOICED);
            assertThat(run.invoiced()).containsExactly(1);
            assertThat(run.verdict(1).counts().beliefs()).isEqualTo(1);
            assertThat(run.verdict(1).counts().peakHolders()).isEqualTo(1);
            assertThat(worker.management().metric("tasks_total{outcome=\"dead\"}"))
                    .isZero();
        }
    }

    /** Its first work takes longer than the lease lasts, as that of a process that was frozen. */
    @Primary
    static final class SlowAtFirst extends Shutdown {

        private final AtomicInteger works = new AtomicInteger();

        SlowAtFirst(RabbitListenerEndpointRegistry consumers, WorkerProperties properties) {
            super(consumers, properties);
        }

        @Override
        void work(Duration duration) {
            super.work(works.incrementAndGet() == 1 ? TIME_TO_LIVE.plusMillis(100) : duration);
        }
    }
}
