package dev.lockrace.lab.faults.fault;

import static dev.lockrace.lab.faults.result.Result.LATE;

import dev.lockrace.fault.process.ProcessPause;
import dev.lockrace.lab.faults.experiment.Expectations;
import dev.lockrace.lab.faults.experiment.Fault;
import dev.lockrace.lab.faults.experiment.FaultContext;
import dev.lockrace.lab.testbed.Worker;
import dev.lockrace.lab.testbed.WorkerPool;
import java.time.Duration;

/** A stop of the holder's monotonic clock until its lease has expired, as on a machine that is suspended. */
final class ClockStopped extends Fault {

    ClockStopped() {
        super(
                "clock-stopped",
                "The holder's machine is suspended while it works: its process is paused and its monotonic clock is"
                        + " stopped until its lease has expired. Its wall clock continues.",
                Expectations.onLocal()
                        .onShared(
                                LATE,
                                "the holder's wall clock has advanced further than its monotonic clock, so it treats"
                                        + " its lease as expired until a renewal confirms it, writes nothing, and"
                                        + " retries its task"));
    }

    @Override
    public Duration duration() {
        return Duration.ofSeconds(6);
    }

    /** Loads the agent, since the first change of a clock takes seconds and later ones take little time. */
    @Override
    public void prepare(WorkerPool workers) {
        workers.workers().forEach(worker -> worker.shiftClock(Duration.ZERO));
    }

    @Override
    public void inject(FaultContext context) throws InterruptedException {
        Worker holder = context.holder();
        holder.stopClock();
        ProcessPause pause = holder.pause();
        try {
            context.sleep(context.leaseExpiryTime());
        } finally {
            pause.close();
        }
        holder.resumeClock();
    }
}
