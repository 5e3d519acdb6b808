package dev.lockrace.conformance.example;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lockrace.lock.FencingUnsupportedException;
import dev.lockrace.lock.LockClient;
import dev.lockrace.lock.LockRequest;
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
            throw new AssertionError("Backend 'local' offers no fencing token");
        }
    });

    @Test
    void each_job_runs_its_work_once_and_releases_the_lock() throws InterruptedException {
        jobs.tryOnce();
        jobs.waitForLock();

        assertThat(jobs.runRenewed()).isTrue();
        assertThat(jobs.runUnrenewed()).isTrue();
        assertThat(runs).hasValue(4);
        assertThat(locks.tryAcquire(LockRequest.of("job").timeToLive(Duration.ofSeconds(15))))
                .isPresent();
    }

    @Test
    void no_job_runs_its_work_while_another_client_holds_the_lock() {
        assertThat(locks.tryAcquire(LockRequest.of("job").timeToLive(Duration.ofSeconds(15))))
                .isPresent();
        jobs.tryOnce();

        assertThat(jobs.runRenewed()).isFalse();
        assertThat(runs).hasValue(0);
    }

    @Test
    void token_request_without_fencing_is_rejected_and_the_lock_is_released() {
        assertThatThrownBy(jobs::runWithLease).isInstanceOf(FencingUnsupportedException.class);
        assertThat(jobs.runRenewed()).isTrue();
    }
}
