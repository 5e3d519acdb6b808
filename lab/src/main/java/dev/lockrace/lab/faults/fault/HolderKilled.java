package dev.lockrace.lab.faults.fault;

import static dev.lockrace.lab.faults.result.Result.LATE;

import dev.lockrace.lab.faults.experiment.Expectations;
import dev.lockrace.lab.faults.experiment.Fault;
import dev.lockrace.lab.faults.experiment.FaultContext;
import dev.lockrace.lab.testbed.Worker;
import java.time.Duration;

/** A crash of the holder. */
final class HolderKilled extends Fault {

    HolderKilled() {
        super(
                "holder-killed",
                "The holder's process is killed (SIGKILL) while it works.",
                Expectations.onLocal()
                        .onShared(
                                LATE,
                                "the lease expires in the store, the broker redelivers the task to another worker, and"
                                        + " that worker waits until the lease has expired"));
    }

    @Override
    public Duration duration() {
        return Duration.ofSeconds(5);
    }

    @Override
    public void inject(FaultContext context) throws InterruptedException {
        Worker holder = context.holder();
        context.workers().kill(holder);
        context.sleep(context.leaseExpiryTime());
    }
}
