package dev.lockrace.lab.faults.fault;

import static dev.lockrace.lab.faults.result.Result.HELD;

import dev.lockrace.lab.faults.experiment.Expectations;
import dev.lockrace.lab.faults.experiment.Fault;
import dev.lockrace.lab.faults.experiment.FaultContext;
import dev.lockrace.lab.testbed.server.ServerCapability;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Set;

/** A crash and restart of the broker. */
final class BrokerRestarted extends Fault {

    BrokerRestarted() {
        super(
                "broker-restarted",
                "The broker is killed while the lock is held, and restarted with its messages.",
                Expectations.onLocal()
                        .onShared(
                                HELD,
                                "the lock does not depend on the broker: the holder finishes its work, and its message is"
                                        + " redelivered and finds the invoice"));
    }

    @Override
    public Duration duration() {
        return Duration.ofSeconds(12);
    }

    @Override
    public Duration hold() {
        return Duration.ofSeconds(6);
    }

    @Override
    public Set<ServerCapability> requiredCapabilities() {
        return EnumSet.of(ServerCapability.RESTART_BROKER);
    }

    @Override
    public boolean preventsContention() {
        return true;
    }

    @Override
    public void inject(FaultContext context) {
        context.servers().restartBroker();
    }
}
