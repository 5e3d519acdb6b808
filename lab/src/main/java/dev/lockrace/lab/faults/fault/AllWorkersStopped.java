package dev.lockrace.lab.faults.fault;

import static dev.lockrace.lab.faults.result.Result.HELD;

import dev.lockrace.lab.faults.experiment.Expectations;
import dev.lockrace.lab.faults.experiment.Fault;
import dev.lockrace.lab.faults.experiment.FaultContext;
import java.time.Duration;

/** A scale-down of the workers to zero and back. */
final class AllWorkersStopped extends Fault {

    AllWorkersStopped() {
        super(
                "all-workers-stopped",
                "All workers are stopped (SIGTERM) while one holds the lock, as if scaled to zero. Then the same number is"
                        + " started.",
                Expectations.onLocal()
                        .onShared(
                                HELD,
                                "the holder finishes its work within the grace period and releases the lock, and the other"
                                        + " tasks wait in the queue"));
    }

    @Override
    public Duration duration() {
        return Duration.ofSeconds(12);
    }

    @Override
    public boolean preventsContention() {
        return true;
    }

    @Override
    public void inject(FaultContext context) throws InterruptedException {
        context.workers().stopOrKillAll();
        context.workers().restore();
    }
}
