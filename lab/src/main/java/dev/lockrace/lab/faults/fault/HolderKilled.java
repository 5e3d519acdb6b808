package dev.lockrace.lab.faults.fault;

import static dev.lockrace.lab.faults.fault.Result.LATE;

import dev.lockrace.lab.faults.scene.Member;
import dev.lockrace.lab.faults.scene.Scene;
import java.time.Duration;

/** Kills the holder. */
final class HolderKilled extends Fault {

    HolderKilled() {
        super(
                "holder-killed",
                "The holder's process is killed (SIGKILL) while it works.",
                Expectations.onLocal()
                        .onShared(
                                LATE,
                                "the store ends the lease by itself, the broker gives the task to another, and that one"
                                        + " waits for the lease's end"));
    }

    @Override
    public Duration length() {
        return Duration.ofSeconds(5);
    }

    @Override
    public void strike(Scene scene) throws InterruptedException {
        Member holder = scene.holder();
        scene.crew().kill(holder);
        scene.pause(scene.pastTheLease());
    }
}
