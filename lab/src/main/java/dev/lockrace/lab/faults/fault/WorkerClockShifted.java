package dev.lockrace.lab.faults.fault;

import static dev.lockrace.lab.faults.result.Result.HELD;

import dev.lockrace.lab.cli.LabException;
import dev.lockrace.lab.faults.experiment.Expectations;
import dev.lockrace.lab.faults.experiment.Fault;
import dev.lockrace.lab.faults.experiment.FaultContext;
import dev.lockrace.lab.testbed.Worker;
import dev.lockrace.lab.testbed.WorkerPool;
import dev.lockrace.race.event.AttemptOutcome;
import java.time.Duration;

/** A shift of the wall clocks of two workers, one of which is the holder. */
final class WorkerClockShifted extends Fault {

    private static final Duration HOLD = Duration.ofSeconds(7);
    private static final Duration OFFSET = Duration.ofMinutes(10);

    /** The time with each offset: long enough for two renewals. */
    private static final Duration SHIFT_DURATION = Duration.ofMillis(2_500);

    WorkerClockShifted() {
        super(
                "worker-clock-shifted",
                "The wall clock of the holder jumps ten minutes back while it works, and that of another worker ten minutes"
                        + " ahead. Then both jump the other way, and then both are corrected. A third worker's clock is"
                        + " correct.",
                Expectations.onLocal()
                        .onShared(
                                HELD,
                                "no decision depends on a worker's wall clock: the store ends a lease by its own clock, and"
                                        + " the holder uses its monotonic clock"));
    }

    /** Long enough to shift the clocks on a busy machine. */
    @Override
    public Duration hold() {
        return HOLD;
    }

    @Override
    public Duration duration() {
        return SHIFT_DURATION.multipliedBy(2).plusSeconds(2);
    }

    /** Loads the agent, since the first shift of a clock takes a second and later ones take little time. */
    @Override
    public void prepare(WorkerPool workers) {
        workers.workers().forEach(worker -> worker.shiftClock(Duration.ZERO));
    }

    @Override
    public void inject(FaultContext context) throws InterruptedException {
        Worker holder = context.holder();
        Worker other = anotherThan(holder, context);
        shift(holder, OFFSET.negated(), other, OFFSET);
        context.sleep(SHIFT_DURATION);
        shift(holder, OFFSET, other, OFFSET.negated());
        checkHolderStillWorks(holder, context);
        context.sleep(SHIFT_DURATION);
        shift(holder, Duration.ZERO, other, Duration.ZERO);
    }

    private static Worker anotherThan(Worker holder, FaultContext context) {
        return context.workers().workers().stream()
                .filter(worker -> !worker.equals(holder))
                .findFirst()
                .orElseThrow(() -> new LabException("There is no other worker than " + holder.name()));
    }

    /** Without a lock across workers the hold is too short for this check, and the result does not depend on clocks. */
    private static void checkHolderStillWorks(Worker holder, FaultContext context) {
        if (context.backend().holdsAcrossProcesses() && context.grant().outcome() == AttemptOutcome.INVOICED) {
            throw new LabException(
                    "%s finished its work before its clock was shifted the second time".formatted(holder.name()));
        }
    }

    private static void shift(Worker one, Duration ofOne, Worker two, Duration ofTwo) {
        one.shiftClock(ofOne);
        two.shiftClock(ofTwo);
    }
}
