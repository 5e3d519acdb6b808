package dev.lockrace.lab.faults.fault;

import static dev.lockrace.lab.faults.result.Result.LATE;

import dev.lockrace.fault.process.ProcessPause;
import dev.lockrace.lab.faults.experiment.Expectations;
import dev.lockrace.lab.faults.experiment.Fault;
import dev.lockrace.lab.faults.experiment.FaultContext;
import java.time.Duration;

/** A pause of the holder until its lease has expired. */
final class HolderPaused extends Fault {

    HolderPaused() {
        super(
                "holder-paused",
                "The holder's process is paused (SIGSTOP) while it works, and resumed (SIGCONT) after its lease has"
                        + " expired.",
                Expectations.onLocal()
                        .onShared(
                                LATE,
                                "the lease expires in the store, and the resumed holder sees by its own clock that it has"
                                        + " lost the lease, writes nothing, and retries its task"));
    }

    @Override
    public Duration duration() {
        return Duration.ofSeconds(5);
    }

    @Override
    public void inject(FaultContext context) throws InterruptedException {
        ProcessPause pause = context.holder().pause();
        try {
            context.sleep(context.leaseExpiryTime());
        } finally {
            pause.close();
        }
    }
}
