package dev.lockrace.lab.faults.fault;

import static dev.lockrace.lab.faults.result.Result.LATE;

import dev.lockrace.fault.network.TcpProxy.Mode;
import dev.lockrace.lab.faults.experiment.Expectations;
import dev.lockrace.lab.faults.experiment.Fault;
import dev.lockrace.lab.faults.experiment.FaultContext;
import dev.lockrace.lab.testbed.Worker;
import java.time.Duration;

/** A network partition between the holder and the lock server, in one of three ways. */
final class HolderPartitioned extends Fault {

    private final Mode mode;

    private HolderPartitioned(String id, String description, Mode mode) {
        super(
                id,
                description,
                Expectations.none()
                        .onShared(
                                LATE,
                                "no renewal of the holder succeeds, so it treats its lease as lost before the store can have"
                                        + " ended it, writes nothing, and retries its task"));
        this.mode = mode;
    }

    static HolderPartitioned silent() {
        return new HolderPartitioned(
                "holder-partitioned-silent",
                "Nothing passes between the holder and the lock server until the lease has expired, although connections"
                        + " stay open.",
                Mode.STALL);
    }

    static HolderPartitioned withReset() {
        return new HolderPartitioned(
                "holder-partitioned-reset",
                "All connections between the holder and the lock server are reset, including new ones, until the lease has"
                        + " expired.",
                Mode.DISCONNECT);
    }

    static HolderPartitioned oneWay() {
        return new HolderPartitioned(
                "holder-partitioned-one-way",
                "The holder's requests reach the lock server, but no response returns until the lease has expired.",
                Mode.HOLD_RESPONSES);
    }

    @Override
    public Duration duration() {
        return Duration.ofSeconds(5);
    }

    @Override
    public void inject(FaultContext context) throws InterruptedException {
        Worker holder = context.holder();
        context.lockNetwork(holder).forEach(network -> network.mode(mode));
        context.sleep(context.leaseExpiryTime());
        context.lockNetwork(holder).forEach(network -> network.mode(Mode.FORWARD));
    }
}
