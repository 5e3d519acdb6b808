package dev.lockrace.lab.faults;

import static dev.lockrace.lab.faults.fault.Result.BROKEN;
import static dev.lockrace.lab.faults.fault.Result.DISHONEST;
import static dev.lockrace.lab.faults.fault.Result.LATE;
import static dev.lockrace.lab.faults.fault.Result.LEASE_LOST;
import static dev.lockrace.lab.faults.fault.Result.WORK_LOST;

import dev.lockrace.fault.lock.BrokenLock;
import dev.lockrace.lab.faults.fault.Expectation;
import dev.lockrace.lab.faults.fault.Fault;
import dev.lockrace.lab.faults.fault.Faults;
import dev.lockrace.lab.faults.fault.Result;
import dev.lockrace.race.RaceBackend;
import java.util.Collection;
import java.util.List;

/** Which fault convicts which broken lock, as what, and why. */
final class BrokenCases {

    private static final List<BrokenCase> ALL = List.of(
            of(
                    BrokenLock.ERRORS_AS_CONTENDED,
                    "lock-server-frozen",
                    DISHONEST,
                    "a server that answers nobody has told nobody that the lock is held"),
            of(
                    BrokenLock.UNKNOWN_AS_FAILED,
                    "answer-lost",
                    LATE,
                    "the grant whose answer was lost is not taken back, and blocks the lock until its time to live"),
            of(
                    BrokenLock.RENEWS_NO_MORE_AFTER_AN_ERROR,
                    "lock-server-restarted",
                    LATE,
                    "the server is back in time for another renewal, but none comes, and the lease ends under the work"),
            of(
                    BrokenLock.ENDS_BY_THE_HOLDERS_TIMER,
                    "holder-killed",
                    WORK_LOST,
                    "the timer dies with the holder, so the lease never ends, and nobody can do the work"),
            of(
                    BrokenLock.ENDS_BY_THE_CLIENTS_CLOCK,
                    "worker-clock-off",
                    LEASE_LOST,
                    "the holder whose clock has jumped back renews its lease until a moment that has passed, so the store"
                            + " lets another in, and the next renewal finds that out"),
            of(
                    BrokenLock.HALF_THE_TIME_TO_LIVE,
                    "holder-killed",
                    BROKEN,
                    "the store lets another in while the lease, as the holder counted on it, lasts"),
            of(
                    BrokenLock.NO_OWNER_CHECK,
                    "holder-frozen",
                    BROKEN,
                    "the woken holder gives back the lease that is no longer its own, and a third gets the lock while the"
                            + " second works"));

    private BrokenCases() {}

    private static BrokenCase of(BrokenLock lock, String fault, Result result, String reason) {
        return new BrokenCase(
                lock,
                new Cell(Faults.find(fault).orElseThrow(), RaceBackend.REDIS, false, new Expectation(result, reason)));
    }

    static List<BrokenCase> all() {
        return ALL;
    }

    /** Those whose race has one of these faults and one of these backends. */
    static List<BrokenCase> among(Collection<Fault> faults, Collection<RaceBackend> backends) {
        return ALL.stream()
                .filter(it -> faults.contains(it.race().fault()))
                .filter(it -> backends.contains(it.race().backend()))
                .toList();
    }
}
