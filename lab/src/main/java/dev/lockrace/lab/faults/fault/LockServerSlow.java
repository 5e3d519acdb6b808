package dev.lockrace.lab.faults.fault;

import static dev.lockrace.lab.faults.result.Result.LATE;

import dev.lockrace.lab.faults.experiment.Expectations;
import dev.lockrace.lab.faults.experiment.Fault;
import dev.lockrace.lab.faults.experiment.FaultContext;
import dev.lockrace.lab.testbed.network.Network;
import java.time.Duration;
import java.util.List;

/** A lock server whose responses take longer than a lease lasts. */
final class LockServerSlow extends Fault {

    LockServerSlow() {
        super(
                "lock-server-slow",
                "Every response of the lock server takes longer than a time to live, until the lease has expired.",
                Expectations.none()
                        .onShared(
                                LATE,
                                "a lease counts from before the request, so a grant that arrives too late is no lease, and"
                                        + " the holder treats its lease as lost in time and retries its task"));
    }

    @Override
    public Duration duration() {
        return Duration.ofSeconds(5);
    }

    @Override
    public boolean silencesLockServer() {
        return true;
    }

    @Override
    public void inject(FaultContext context) throws InterruptedException {
        List<Network> networks = context.lockNetworks();
        networks.forEach(network -> network.delayResponses(context.leaseExpiryTime()));
        context.sleep(context.leaseExpiryTime());
        networks.forEach(network -> network.delayResponses(Duration.ZERO));
    }
}
