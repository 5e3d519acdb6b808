package dev.lockrace.lab.faults.fault;

import static dev.lockrace.lab.faults.result.Result.LEASE_LOST;

import dev.lockrace.lab.faults.experiment.Expectations;
import dev.lockrace.lab.faults.experiment.Fault;
import dev.lockrace.lab.faults.experiment.FaultContext;
import dev.lockrace.lab.testbed.server.LockServer;
import dev.lockrace.lab.testbed.server.ServerCapability;
import dev.lockrace.race.RaceBackend;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Set;

/** Steps of the lock server's clock by a minute, forward and back, each while the lock is held. */
final class StoreClockStepped extends Fault {

    private static final Duration STEP = Duration.ofSeconds(60);
    private static final Duration SUCCESSOR_TIMEOUT = Duration.ofSeconds(9);

    /** Long enough for a renewal, and shorter than the successor's work. */
    private static final Duration TIME_AFTER_STEP_BACK = Duration.ofSeconds(2);

    private static final String REASON =
            "the step forward ends the lease in the store, which grants the lock again, and the holder notices its loss"
                    + " at the next renewal and writes nothing; the step back prolongs the next lease only until its"
                    + " renewal";

    StoreClockStepped() {
        super(
                "store-clock-stepped",
                "The lock server's clock is stepped 60 s forward while the lock is held, and 60 s back when the next"
                        + " worker holds it.",
                Expectations.none()
                        .on(RaceBackend.DATABASE, LEASE_LOST, REASON)
                        .on(RaceBackend.REDIS, LEASE_LOST, REASON));
    }

    @Override
    public Duration duration() {
        return TIME_AFTER_STEP_BACK.plusSeconds(1);
    }

    @Override
    public Set<ServerCapability> requiredCapabilities() {
        return EnumSet.of(ServerCapability.STEP_CLOCK);
    }

    @Override
    public void inject(FaultContext context) throws InterruptedException {
        LockServer server = context.lockServer();
        try {
            server.stepClock(STEP);
            context.awaitSuccessor("after the step forward", SUCCESSOR_TIMEOUT);
        } finally {
            server.stepClock(Duration.ZERO);
        }
        context.sleep(TIME_AFTER_STEP_BACK);
    }
}
