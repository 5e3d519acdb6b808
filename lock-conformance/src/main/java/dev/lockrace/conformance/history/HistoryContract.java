package dev.lockrace.conformance.history;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockrace.conformance.fixture.BackendFactory;
import dev.lockrace.conformance.history.Event.Call;
import dev.lockrace.conformance.history.Event.Outcome;
import dev.lockrace.conformance.history.Workload.Plan;
import dev.lockrace.lock.Guarantees;
import dev.lockrace.lock.Guarantees.Scope;
import dev.lockrace.lock.LockBackend;
import java.lang.System.Logger.Level;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/**
 * A test that records a history of a backend under load and faults and judges it by {@link HistoryChecker}. Twelve
 * threads contend for about twenty lock names for eight seconds. For a shared store they run in three child processes,
 * whose networks fail intermittently, and one process is killed. For a backend of scope {@code PROCESS} they run in
 * this process.
 *
 * <p>A seed determines the actions of each thread, but not their timing. A failure reports the seed and the directory
 * of the recorded calls. The system property {@value #SEED} repeats the actions of a seed, which may not reproduce the
 * failure.
 */
public abstract class HistoryContract {

    private static final String SEED = "lockrace.history.seed";

    private static final System.Logger log = System.getLogger(HistoryContract.class.getName());

    private static final int PROCESSES = 3;
    private static final int THREADS = 12;
    private static final Duration LENGTH = Duration.ofSeconds(8);

    private static final double MIN_PROVABLE = 0.9;

    /** Tolerance for a busy machine, added to the declared overrun. */
    private static final Duration SLACK = Duration.ofMillis(1_500);

    @TempDir(cleanup = CleanupMode.ON_SUCCESS)
    private Path directory;

    /** Returns the class that creates clients, in this process and in child processes. */
    protected abstract Class<? extends BackendFactory> factory();

    /** Returns the address of the store, which must keep running. Ignored for scope {@code PROCESS}. */
    protected InetSocketAddress address() {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    }

    /** Returns settings for the factory beyond the address, such as a password. */
    protected Map<String, String> settings() {
        return Map.of();
    }

    /**
     * Returns whether to call the backend on expired leases, which {@link dev.lockrace.lock.LockClient} never does.
     * Override with false for a store that is known to answer such calls incorrectly.
     */
    protected boolean callExpiredLeases() {
        return true;
    }

    @Test
    @Timeout(180)
    void history_of_many_clients_under_faults_has_no_violation() throws Exception {
        long seed = Long.getLong(SEED, new Random().nextLong());
        Guarantees guarantees = guarantees();
        boolean shared = guarantees.scope() == Scope.SHARED;

        Collection<Event> history = record(shared, seed);

        HistoryChecker checker = new HistoryChecker(guarantees.maxOverrun().plus(SLACK));
        double provable = checker.provableShareOfContended(history);
        log.log(
                Level.INFO,
                "{0}: recorded a history of {1} calls, in which {2,number,percent} of the contended answers can be proved"
                        + " wrong, seed {3}",
                factory().getSimpleName(),
                history.size(),
                provable,
                seed);
        List<Violation> violations = checker.check(history);
        assertThat(violations.stream().map(Violation::toString).toList())
                .as("violations in the history of %d calls recorded in %s, seed %d", history.size(), directory, seed)
                .isEmpty();
        assertConclusive(history, shared);
        assertThat(provable)
                .as("share of contended answers that can be proved wrong, seed %d", seed)
                .isGreaterThanOrEqualTo(MIN_PROVABLE);
    }

    private Guarantees guarantees() throws ReflectiveOperationException {
        try (LockBackend backend = newFactory().newBackend(address(), settings())) {
            return backend.guarantees();
        }
    }

    private BackendFactory newFactory() throws ReflectiveOperationException {
        return factory().getConstructor().newInstance();
    }

    private Collection<Event> record(boolean shared, long seed) throws Exception {
        String prefix = "history-" + UUID.randomUUID() + "-";
        if (!shared) {
            Plan plan = new Plan(prefix, seed, THREADS, LENGTH, callExpiredLeases());
            return Workload.run(newFactory().newBackend(address(), settings()), plan, "p1", directory.resolve("p1"));
        }
        Plan plan = new Plan(prefix, seed, THREADS / PROCESSES, LENGTH, callExpiredLeases());
        try (HistoryRun run = new HistoryRun(factory(), address(), settings(), plan, PROCESSES, directory)) {
            return run.record();
        }
    }

    /** Fails if too little happened: such a history has no violation, whatever the lock. */
    private void assertConclusive(Collection<Event> history, boolean shared) {
        assertThat(history.stream()
                        .filter(Event::done)
                        .map(event -> event.client().substring(0, event.client().indexOf('/')))
                        .distinct())
                .as("processes that held a lock")
                .hasSize(shared ? PROCESSES : 1);
        assertThat(count(history, Call.ACQUIRE, Outcome.DONE)).as("grants").isGreaterThan(30);
        assertThat(count(history, Call.ACQUIRE, Outcome.CONTENDED))
                .as("contended acquisitions")
                .isGreaterThan(20);
        assertThat(count(history, Call.RENEW, Outcome.DONE)).as("renewals").isGreaterThan(5);
        assertThat(count(history, Call.RELEASE, Outcome.DONE)).as("releases").isGreaterThan(15);
        if (callExpiredLeases()) {
            assertThat(count(history, Call.RENEW, Outcome.ENDED))
                    .as("renewals of ended leases")
                    .isPositive();
        }
        if (shared) {
            assertThat(history.stream().filter(event -> event.outcome() == Outcome.UNKNOWN))
                    .as("unknown outcomes")
                    .isNotEmpty();
        }
    }

    private static long count(Collection<Event> history, Call call, Outcome outcome) {
        return history.stream()
                .filter(event -> event.is(call) && event.outcome() == outcome)
                .count();
    }
}
