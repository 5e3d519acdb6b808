package dev.lockrace.conformance.example;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lockrace.lock.FencingUnsupportedException;
import dev.lockrace.lock.LockClient;
import dev.lockrace.lock.local.LocalLockBackend;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class FiveJobsTest {

    private final LockClient locks = LockClient.of(new LocalLockBackend());
    private final AtomicInteger runs = new AtomicInteger();

    private final FiveJobs jobs = new FiveJobs(locks, new FiveJobs.Work() {
        @Override
        public void run() {
            runs.incrementAndGet();
        }

        @Override
        public void write(long fencingToken) {
            throw new AssertionError("there is no token on 'local'");
        }
    });

    @Test
    void each_runs_its_work_once_and_gives_the_lock_back() throws InterruptedException {
        jobs.tryOnce();
        jobs.waitForIt();

        assertThat(jobs.runRenewed()).isTrue();
        assertThat(jobs.runUnrenewed()).isTrue();
        assertThat(runs).hasValue(4);
        assertThat(locks.tryAcquire("job", Duration.ofSeconds(15))).isPresent();
    }

    @Test
    void none_runs_its_work_while_another_holds_the_lock() {
        assertThat(locks.tryAcquire("job", Duration.ofSeconds(15))).isPresent();
        jobs.tryOnce();

        assertThat(jobs.runRenewed()).isFalse();
        assertThat(runs).hasValue(0);
    }

    @Test
    void a_token_is_refused_where_there_is_none_and_the_lock_is_given_back() {
        assertThatThrownBy(jobs::withTheLeaseInHand).isInstanceOf(FencingUnsupportedException.class);
        assertThat(jobs.runRenewed()).isTrue();
    }
}
