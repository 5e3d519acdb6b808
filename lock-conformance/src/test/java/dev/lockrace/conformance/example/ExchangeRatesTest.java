package dev.lockrace.conformance.example;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockrace.lock.LockClient;
import dev.lockrace.lock.MonotonicClock;
import dev.lockrace.lock.local.LocalLockBackend;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** Two instances whose clocks differ by more than the job takes. */
class ExchangeRatesTest {

    private final StoreClock clock = new StoreClock();
    private final LocalLockBackend store = new LocalLockBackend(clock);
    private final AtomicInteger downloads = new AtomicInteger();

    @Test
    void the_job_runs_once_per_tick_although_it_is_shorter_than_the_difference_of_the_clocks() {
        try (LockClient oneClient = client();
                LockClient twoClient = client()) {
            ExchangeRates one = new ExchangeRates(oneClient, downloads::incrementAndGet);
            ExchangeRates two = new ExchangeRates(twoClient, downloads::incrementAndGet);
            for (int tick = 1; tick <= 10; tick++) {
                one.update();
                clock.advance(Duration.ofSeconds(2));
                two.update();
                assertThat(downloads).hasValue(tick);
                clock.advance(Duration.ofMinutes(5).minusSeconds(2));
            }
        }
    }

    private LockClient client() {
        return LockClient.builder(store).clock(clock).build();
    }

    private static final class StoreClock implements MonotonicClock {

        private final AtomicLong nanos = new AtomicLong();

        @Override
        public long nanoTime() {
            return nanos.get();
        }

        @Override
        public void sleep(Duration duration, Semaphore wakeUp) {
            advance(duration);
        }

        private void advance(Duration duration) {
            nanos.addAndGet(duration.toNanos());
        }
    }
}
