package dev.lockrace.lab.faults.fault;

import static dev.lockrace.lab.faults.fault.Result.HELD;

import dev.lockrace.lab.faults.scene.Ability;
import dev.lockrace.lab.faults.scene.Scene;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Set;

/** Restarts the broker under the race. */
final class BrokerRestarted extends Fault {

    BrokerRestarted() {
        super(
                "broker-restarted",
                "The broker is killed while the lock is held, and started anew with its messages.",
                Expectations.onLocal()
                        .onShared(
                                HELD,
                                "the lock does not know the broker: the holder ends its work; its message comes again"
                                        + " and finds the invoice there"));
    }

    @Override
    public Duration length() {
        return Duration.ofSeconds(12);
    }

    @Override
    public Duration hold() {
        return Duration.ofSeconds(6);
    }

    @Override
    public Set<Ability> needs() {
        return EnumSet.of(Ability.RESTART_BROKER);
    }

    @Override
    public boolean keepsAllFromTrying() {
        return true;
    }

    @Override
    public void strike(Scene scene) {
        scene.servers().restartBroker();
    }
}
