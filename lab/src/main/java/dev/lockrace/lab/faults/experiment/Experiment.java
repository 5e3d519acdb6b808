package dev.lockrace.lab.faults.experiment;

import dev.lockrace.lab.faults.result.ExperimentResult;
import dev.lockrace.lab.faults.result.Result;
import dev.lockrace.race.RaceBackend;
import java.time.Duration;
import java.util.List;

/** A race of one backend under one fault, with or without fencing, and the result that it must have. */
public record Experiment(Fault fault, RaceBackend backend, boolean fencing, Expectation expected) {

    /** The time to start the race, to notice its end, and to restore the testbed. */
    private static final Duration OVERHEAD = Duration.ofSeconds(2);

    /** Short, since without a lock across workers every task is processed and not only the few that acquire it. */
    private static final Duration HOLD_ON_LOCAL = Duration.ofMillis(1_500);

    /** Returns how long a holder works. */
    Duration hold() {
        return backend.holdsAcrossProcesses() ? fault.hold() : HOLD_ON_LOCAL;
    }

    /** Returns the approximate duration: the fault, the contention after it, and the last hold. */
    public Duration duration() {
        return fault.duration().plus(fault.contentionAfter()).plus(hold()).plus(OVERHEAD);
    }

    /** Returns the result of an experiment that could not be run as intended. */
    ExperimentResult failed(String cause) {
        return new ExperimentResult(
                fault.id(),
                backend.id(),
                fencing,
                expected.result(),
                expected.reason(),
                Result.INCONCLUSIVE,
                cause,
                List.of(),
                null,
                null);
    }

    @Override
    public String toString() {
        return "%s on %s%s".formatted(fault.id(), backend.id(), fencing ? " with fencing" : "");
    }
}
