package dev.lockrace.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockrace.lock.Guarantees;
import dev.lockrace.lock.Guarantees.Scope;
import dev.lockrace.lock.LockBackend;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * The lock contract as tests, each named after the clause of {@link dev.lockrace.lock} that it checks. Extend it for a
 * backend whose store is inside the process; for any other, extend {@link SharedLockContract}, which has outages too.
 *
 * <p>Every test uses a lock name of its own, so one store may serve them all, one after another or at once. A promise
 * that the backend does not {@linkplain Guarantees make} is not skipped: that it is refused is asserted.
 */
@Timeout(60)
public abstract class LockContract
        implements ExclusionClauses,
                ExpiryClauses,
                OwnershipClauses,
                FencingClauses,
                RenewalClauses,
                WatchdogClauses,
                LimitClauses,
                WaitingClauses {

    private Contest contest;

    /** The store that is tested; the same for all tests of the class. */
    public abstract LockFixture fixture();

    @BeforeEach
    void openContest() {
        contest = new Contest(fixture());
    }

    @AfterEach
    void closeContest() throws Exception {
        contest.close();
    }

    @Override
    public final Contest contest() {
        return contest;
    }

    @Test
    void the_guarantees_are_stated() {
        Guarantees guarantees = contest.guarantees();

        assertThat(guarantees.clock()).as("clock").isNotBlank();
        assertThat(guarantees.granularity()).as("granularity").isPositive();
        assertThat(guarantees.overrun()).as("overrun").isGreaterThanOrEqualTo(Duration.ZERO);
        assertThat(guarantees.minTimeToLive()).as("least time to live").isPositive();
        assertThat(guarantees.maxTimeToLive()).as("greatest time to live").isGreaterThanOrEqualTo(Duration.ofHours(1));
        assertThat(guarantees.acquireRoundTrips()).as("round trips to acquire").isNotNegative();
        assertThat(guarantees.releaseRoundTrips()).as("round trips to release").isNotNegative();
    }

    @Test
    void a_backend_for_all_processes_is_tested_by_the_contract_for_all_processes() {
        assertThat(contest.guarantees().scope() == Scope.SHARED)
                .as("the scope is SHARED, so the outages of the store have to be tested")
                .isEqualTo(this instanceof SharedLockContract);
    }

    @Test
    void all_clients_give_the_backend_the_same_name_and_guarantees() {
        LockBackend one = contest.backend();
        LockBackend two = contest.backend();

        assertThat(one.name()).isEqualTo(two.name()).matches("[a-z][a-z0-9-]*");
        assertThat(one.guarantees()).isEqualTo(two.guarantees());
    }
}
