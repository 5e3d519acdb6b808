package dev.lockrace.lab.faults.fault;

import static dev.lockrace.lab.faults.fault.Result.LATE;

import dev.lockrace.lab.faults.scene.Ability;
import dev.lockrace.lab.faults.scene.LockServer.Thaw;
import dev.lockrace.lab.faults.scene.Scene;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Set;

/** Stops the lock server until the lease is over. */
final class LockServerFrozen extends Fault {

    /** So much longer that who asks gives up, and asks again, well before the end. */
    private static final Duration MORE = Duration.ofSeconds(2);

    LockServerFrozen() {
        super(
                "lock-server-frozen",
                "The lock server is stopped (SIGSTOP) while the lock is held, and woken 2 s after the lease is over.",
                Expectations.none()
                        .onShared(
                                LATE,
                                "nobody is answered; the holder treats its lease as lost in time, and tries its task"
                                        + " again"));
    }

    @Override
    public Duration length() {
        return Duration.ofSeconds(7);
    }

    @Override
    public Set<Ability> needs() {
        return EnumSet.of(Ability.FREEZE);
    }

    @Override
    public boolean silencesLockServer() {
        return true;
    }

    @Override
    public void strike(Scene scene) throws InterruptedException {
        Thaw thaw = scene.lockServer().freeze();
        try {
            scene.pause(scene.pastTheLease().plus(MORE));
        } finally {
            thaw.close();
        }
    }
}
