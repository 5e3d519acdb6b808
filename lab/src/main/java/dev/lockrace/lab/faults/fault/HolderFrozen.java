package dev.lockrace.lab.faults.fault;

import static dev.lockrace.lab.faults.fault.Result.LATE;

import dev.lockrace.fault.process.ProcessPause;
import dev.lockrace.lab.faults.scene.Scene;
import java.time.Duration;

/** Stops the holder until its lease is over. */
final class HolderFrozen extends Fault {

    HolderFrozen() {
        super(
                "holder-frozen",
                "The holder's process is stopped (SIGSTOP) while it works, and woken (SIGCONT) when its lease is over.",
                Expectations.onLocal()
                        .onShared(
                                LATE,
                                "the store ends the lease by itself; the woken holder sees by its own clock that it has"
                                        + " lost it, writes nothing, and tries its task again"));
    }

    @Override
    public Duration length() {
        return Duration.ofSeconds(5);
    }

    @Override
    public void strike(Scene scene) throws InterruptedException {
        ProcessPause freeze = scene.holder().freeze();
        try {
            scene.pause(scene.pastTheLease());
        } finally {
            freeze.close();
        }
    }
}
