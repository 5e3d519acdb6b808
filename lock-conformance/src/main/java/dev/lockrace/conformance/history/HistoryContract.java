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
 * One history of a backend, recorded under load and faults, and judged by {@link HistoryChecker}: twelve threads contend
 * for some twenty lock names for eight seconds. For a store that processes share they are in three processes, whose
 * networks fail now and then, and one of which is killed; for one of scope {@code PROCESS} in this one.
 *
 * <p>What each thread does follows from a seed, which a failure tells and the system property {@value #SEED} sets. When
 * it does it does not, so a seed shows the same load again and not always the same failure; the files that a failure
 * names are the events.
 */
public abstract class HistoryContract {

    private static final String SEED = "lockrace.history.seed";

    private static final System.Logger log = System.getLogger(HistoryContract.class.getName());

    private static final int PROCESSES = 3;
    private static final int THREADS = 12;
    private static final Duration LENGTH = Duration.ofSeconds(8);

    /** Beyond what is promised, for a machine that is busy with something else. */
    private static final Duration SLACK = Duration.ofMillis(1_500);

    @TempDir(cleanup = CleanupMode.ON_SUCCESS)
    private Path folder;

    /** Makes the clients, in whatever process. */
    protected abstract Class<? extends BackendFactory> factory();

    /** Where the store listens; it must run, and not be restarted meanwhile. Without meaning for scope {@code PROCESS}. */
    protected InetSocketAddress address() {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    }

    /** What the factory needs to know beyond the address, such as a password. */
    protected Map<String, String> settings() {
        return Map.of();
    }

    /** Whether the load has calls on leases that have ended, which no client of ours sends; false for a store that errs then. */
    protected boolean callsLate() {
        return true;
    }

    @Test
    @Timeout(180)
    void a_history_of_many_clients_under_faults_is_one_of_a_right_lock() throws Exception {
        long seed = Long.getLong(SEED, new Random().nextLong());
        Guarantees guarantees = guarantees();
        boolean shared = guarantees.scope() == Scope.SHARED;

        Collection<Event> history = record(shared, seed);

        log.log(Level.INFO, "{0}: a history of {1} calls, seed {2}", factory().getSimpleName(), history.size(), seed);
        List<Violation> violations = new HistoryChecker(guarantees.overrun().plus(SLACK)).check(history);
        assertThat(violations.stream().map(Violation::toString).toList())
                .as("violations in the history of %d calls recorded in %s, seed %d", history.size(), folder, seed)
                .isEmpty();
        assertTells(history, shared);
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
            Plan plan = new Plan(prefix, seed, THREADS, LENGTH, callsLate());
            return Workload.run(newFactory().newBackend(address(), settings()), plan, "p1", folder.resolve("p1"));
        }
        Plan plan = new Plan(prefix, seed, THREADS / PROCESSES, LENGTH, callsLate());
        try (HistoryRun run = new HistoryRun(factory(), address(), settings(), plan, PROCESSES, folder)) {
            return run.record();
        }
    }

    /** A history in which little happened would acquit every lock. */
    private void assertTells(Collection<Event> history, boolean shared) {
        assertThat(history.stream()
                        .filter(Event::done)
                        .map(event -> event.client().substring(0, event.client().indexOf('/')))
                        .distinct())
                .as("processes that held a lock")
                .hasSize(shared ? PROCESSES : 1);
        assertThat(number(history, Call.ACQUIRE, Outcome.DONE)).as("grants").isGreaterThan(30);
        assertThat(number(history, Call.ACQUIRE, Outcome.CONTENDED))
                .as("refusals")
                .isGreaterThan(20);
        assertThat(number(history, Call.RENEW, Outcome.DONE)).as("renewals").isGreaterThan(5);
        assertThat(number(history, Call.RELEASE, Outcome.DONE)).as("releases").isGreaterThan(15);
        if (callsLate()) {
            assertThat(number(history, Call.RENEW, Outcome.ENDED))
                    .as("renewals of leases that had ended")
                    .isPositive();
        }
        if (shared) {
            assertThat(history.stream().filter(event -> event.outcome() == Outcome.UNKNOWN))
                    .as("unknown outcomes")
                    .isNotEmpty();
        }
    }

    private static long number(Collection<Event> history, Call call, Outcome outcome) {
        return history.stream()
                .filter(event -> event.is(call) && event.outcome() == outcome)
                .count();
    }
}
