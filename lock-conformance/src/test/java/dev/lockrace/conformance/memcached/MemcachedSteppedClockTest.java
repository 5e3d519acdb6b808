package dev.lockrace.conformance.memcached;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockrace.conformance.clause.Contest;
import dev.lockrace.lock.Guarantees.ClockStep;
import dev.lockrace.lock.Lease;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** L2 expiry on the real memcached, which uses its monotonic clock, when its wall clock is stepped by a minute. */
@Tag("process")
@Tag("real-memcached")
@Tag("libfaketime")
@Timeout(120)
class MemcachedSteppedClockTest {

    private static final Duration STEP = Duration.ofMinutes(1);

    /** memcached reads its clock once a second. */
    private static final Duration NEXT_TICK = Duration.ofMillis(2_100);

    @RegisterExtension
    static final MemcachedFixture STORE = MemcachedFixture.realWithSteppedClock();

    private final Contest contest = new Contest(STORE);

    @BeforeEach
    void checkDeclaration() {
        assertThat(contest.guarantees().clockStep()).isEqualTo(ClockStep.NO_EFFECT);
    }

    @AfterEach
    void close() throws Exception {
        STORE.stepClock(Duration.ZERO);
        contest.close();
    }

    @Test
    void L2_a_step_forward_does_not_end_a_lease() {
        Lease lease = contest.client()
                .tryAcquire(contest.request(Duration.ofSeconds(30)))
                .orElseThrow();
        STORE.stepClock(STEP);
        contest.assertHeldFor(NEXT_TICK, contest.client());

        assertThat(lease.renew()).isTrue();
        assertThat(lease.release()).isTrue();
    }

    @Test
    void L2_a_step_back_does_not_prolong_a_lease() {
        Duration timeToLive = Contest.shortTimeToLive(contest.guarantees());
        assertThat(contest.client().tryAcquire(contest.request(timeToLive))).isPresent();
        STORE.stepClock(STEP.negated());

        contest.assertFreeWithin(Contest.maxLeaseDuration(contest.guarantees(), timeToLive));
    }
}
