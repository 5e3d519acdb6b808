package dev.lockrace.lab.faults.fault;

import static dev.lockrace.lab.faults.fault.Result.LATE;

import dev.lockrace.lab.faults.scene.Network;
import dev.lockrace.lab.faults.scene.Scene;
import java.time.Duration;
import java.util.List;

/** Has every answer of the lock server take longer than a lease. */
final class LockServerSlow extends Fault {

    LockServerSlow() {
        super(
                "lock-server-slow",
                "Every answer of the lock server comes later than a time to live, until the lease is over.",
                Expectations.none()
                        .onShared(
                                LATE,
                                "a lease counts from before it was asked for, so an answer that comes too late is none;"
                                        + " the holder treats its lease as lost in time, and tries its task again"));
    }

    @Override
    public Duration length() {
        return Duration.ofSeconds(5);
    }

    @Override
    public boolean silencesLockServer() {
        return true;
    }

    @Override
    public void strike(Scene scene) throws InterruptedException {
        List<Network> networks = scene.lockNetworks();
        networks.forEach(network -> network.delayAnswers(scene.pastTheLease()));
        scene.pause(scene.pastTheLease());
        networks.forEach(network -> network.delayAnswers(Duration.ZERO));
    }
}
