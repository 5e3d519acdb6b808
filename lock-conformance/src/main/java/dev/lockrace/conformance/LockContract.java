package dev.lockrace.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockrace.conformance.clause.Contest;
import dev.lockrace.conformance.clause.LockClauses;
import dev.lockrace.conformance.fixture.LockFixture;
import dev.lockrace.lock.Guarantees;
import dev.lockrace.lock.Guarantees.Scope;
import dev.lockrace.lock.LockBackend;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/**
 * The lock contract as tests. Each test name starts with the clause of {@link dev.lockrace.lock} that it checks. Extend
 * this class for a backend whose store is inside the process. For any other backend, extend {@link SharedLockContract},
 * which adds outages.
 *
 * <p>Each test uses its own lock name, so one store can serve all tests, sequentially or in parallel. The tests run in
 * parallel if JUnit's {@code junit.jupiter.execution.parallel.enabled} is {@code true}. Where the backend
 * does not {@linkplain Guarantees offer} an operation, the tests assert that it rejects the request. No test is
 * skipped.
 */
@Timeout(60)
@Execution(ExecutionMode.CONCURRENT)
public abstract class LockContract implements LockClauses {

    private Contest contest;

    /** Returns the store under test. All tests of the class use the same store. */
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
    void all_guarantees_are_declared() {
        Guarantees guarantees = contest.guarantees();

        assertThat(guarantees.clock()).as("clock").isNotBlank();
        assertThat(guarantees.granularity()).as("granularity").isPositive();
        assertThat(guarantees.maxOverrun()).as("overrun").isGreaterThanOrEqualTo(Duration.ZERO);
        assertThat(guarantees.minTimeToLive()).as("minimum time to live").isPositive();
        assertThat(guarantees.maxTimeToLive()).as("maximum time to live").isGreaterThanOrEqualTo(Duration.ofHours(1));
        assertThat(guarantees.acquireRoundTrips()).as("round trips to acquire").isNotNegative();
        assertThat(guarantees.releaseRoundTrips()).as("round trips to release").isNotNegative();
    }

    @Test
    void backend_of_scope_SHARED_is_tested_by_SharedLockContract() {
        assertThat(contest.guarantees().scope() == Scope.SHARED)
                .as("scope is SHARED, so outages of the store must be tested")
                .isEqualTo(this instanceof SharedLockContract);
    }

    @Test
    void all_clients_report_the_same_backend_name_and_guarantees() {
        LockBackend one = contest.backend();
        LockBackend two = contest.backend();

        assertThat(one.name()).isEqualTo(two.name()).matches("[a-z][a-z0-9-]*");
        assertThat(one.guarantees()).isEqualTo(two.guarantees());
    }
}
