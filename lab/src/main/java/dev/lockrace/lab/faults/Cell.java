package dev.lockrace.lab.faults;

import dev.lockrace.lab.faults.fault.Expectation;
import dev.lockrace.lab.faults.fault.Fault;
import dev.lockrace.lab.faults.fault.Result;
import dev.lockrace.lab.faults.result.CellResult;
import dev.lockrace.race.RaceBackend;
import java.time.Duration;
import java.util.List;

/** One race of the matrix: a fault on a backend, with fencing or without, and what it must lead to. */
record Cell(Fault fault, RaceBackend backend, boolean fencing, Expectation expected) {

    /** To begin, to see the end, and to mend what the fault broke. */
    private static final Duration AROUND = Duration.ofSeconds(2);

    /** Without a lock among the workers every task is worked, not only the few that get it: they have to be short. */
    private static final Duration HOLD_ON_LOCAL = Duration.ofMillis(1_500);

    /** How long a holder works. */
    Duration hold() {
        return backend.holdsAcrossProcesses() ? fault.hold() : HOLD_ON_LOCAL;
    }

    /** About how long it takes: the fault, a time to live, and the hold that goes on then. */
    Duration length() {
        return fault.length().plus(fault.timeToLive()).plus(hold()).plus(AROUND);
    }

    /** It could not be run as it should. */
    CellResult failed(String why) {
        return new CellResult(
                fault.id(),
                backend.id(),
                fencing,
                expected.result(),
                expected.reason(),
                Result.INCONCLUSIVE,
                why,
                List.of(),
                null,
                null);
    }

    @Override
    public String toString() {
        return "%s on %s%s".formatted(fault.id(), backend.id(), fencing ? " with fencing" : "");
    }
}
