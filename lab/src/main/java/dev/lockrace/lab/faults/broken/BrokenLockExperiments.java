package dev.lockrace.lab.faults.broken;

import static dev.lockrace.lab.faults.result.Result.BROKEN;
import static dev.lockrace.lab.faults.result.Result.DISHONEST;
import static dev.lockrace.lab.faults.result.Result.LATE;
import static dev.lockrace.lab.faults.result.Result.LEASE_LOST;
import static dev.lockrace.lab.faults.result.Result.WORK_LOST;

import dev.lockrace.fault.lock.BrokenLock;
import dev.lockrace.lab.faults.experiment.Expectation;
import dev.lockrace.lab.faults.experiment.Experiment;
import dev.lockrace.lab.faults.experiment.Fault;
import dev.lockrace.lab.faults.fault.Faults;
import dev.lockrace.lab.faults.result.Result;
import dev.lockrace.race.RaceBackend;
import java.util.Collection;
import java.util.List;

/** The experiments that must detect the broken locks, each with the expected result and the reason. */
final class BrokenLockExperiments {

    private static final List<BrokenLockExperiment> ALL = List.of(
            of(
                    BrokenLock.ERRORS_AS_CONTENDED,
                    "lock-server-paused",
                    DISHONEST,
                    "a paused server has reported to no worker that the lock is held"),
            of(
                    BrokenLock.UNKNOWN_OUTCOME_AS_FAILURE,
                    "response-lost",
                    LATE,
                    "the orphaned grant is not revoked and blocks the lock until it expires"),
            of(
                    BrokenLock.NO_RENEWAL_AFTER_ERROR,
                    "lock-server-restarted",
                    LATE,
                    "the server is back in time for another renewal, but none is sent, and the lease expires during the work"),
            of(
                    BrokenLock.HOLDER_TIMER_EXPIRY,
                    "holder-killed",
                    WORK_LOST,
                    "the timer dies with the holder, so the lease never ends and no worker can do the work"),
            of(
                    BrokenLock.CLIENT_CLOCK_EXPIRY,
                    "worker-clock-shifted",
                    LEASE_LOST,
                    "the holder whose clock has jumped back renews its lease until a moment in the past, so the store grants"
                            + " the lock again, and the next renewal notices the loss"),
            of(
                    BrokenLock.HALVED_TIME_TO_LIVE,
                    "holder-killed",
                    BROKEN,
                    "the store grants the lock again before the lease that the holder counts on has ended"),
            of(
                    BrokenLock.NO_OWNER_CHECK,
                    "holder-paused",
                    BROKEN,
                    "the resumed holder releases the lease of its successor, and a third worker acquires the lock while the"
                            + " successor works"));

    private BrokenLockExperiments() {}

    private static BrokenLockExperiment of(BrokenLock lock, String fault, Result result, String reason) {
        return new BrokenLockExperiment(
                lock,
                new Experiment(
                        Faults.find(fault).orElseThrow(), RaceBackend.REDIS, false, new Expectation(result, reason)));
    }

    static List<BrokenLockExperiment> all() {
        return ALL;
    }

    /** Returns the experiments with one of these faults and one of these backends. */
    static List<BrokenLockExperiment> among(Collection<Fault> faults, Collection<RaceBackend> backends) {
        return ALL.stream()
                .filter(it -> faults.contains(it.experiment().fault()))
                .filter(it -> backends.contains(it.experiment().backend()))
                .toList();
    }
}
