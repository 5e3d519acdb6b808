package dev.lockrace.lab.faults.fault;

import static dev.lockrace.lab.faults.fault.Result.HELD;

import dev.lockrace.lab.faults.scene.Scene;
import java.time.Duration;

/** Scales the workers to none and back. */
final class AllWorkersAway extends Fault {

    AllWorkersAway() {
        super(
                "all-workers-away",
                "All workers are told to stop (SIGTERM) while one holds the lock, as by scaling to none; then as many are started"
                        + " again.",
                Expectations.onLocal()
                        .onShared(
                                HELD,
                                "the holder ends its work within the grace period and gives the lock back; tasks that"
                                        + " nobody took wait in the queue"));
    }

    @Override
    public Duration length() {
        return Duration.ofSeconds(12);
    }

    @Override
    public boolean keepsAllFromTrying() {
        return true;
    }

    @Override
    public void strike(Scene scene) throws InterruptedException {
        scene.crew().dismissAll();
        scene.crew().restore();
    }
}
