package dev.lockrace.lab.faults.fault;

import static dev.lockrace.lab.faults.result.Result.HELD;

import dev.lockrace.lab.faults.experiment.Expectations;
import dev.lockrace.lab.faults.experiment.Fault;
import dev.lockrace.lab.faults.experiment.FaultContext;
import dev.lockrace.lab.testbed.server.ServerCapability;
import dev.lockrace.race.RaceBackend;
import dev.lockrace.servers.postgres.ReadOnlySessions;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Set;

/** A failover of the lock database during which clients connect to a read-only server. */
final class LockServerReadOnly extends Fault {

    private static final Duration TIME_TO_LIVE = Duration.ofSeconds(6);

    /** After the first renewal was due, and long before the lease ends. */
    private static final Duration NEW_PRIMARY = Duration.ofSeconds(3);

    /** Longer than the lease of a holder whose connections stay on the read-only server. */
    private static final Duration HOLD = Duration.ofSeconds(8);

    private static final Duration TIME_AFTER_HOLD = Duration.ofSeconds(2);

    LockServerReadOnly() {
        super(
                "lock-server-read-only",
                "The lock server becomes read-only while the lock is held. 3 s after the grant, new connections lead to a"
                        + " server that is not, and the open ones stay read-only.",
                Expectations.none()
                        .on(
                                RaceBackend.DATABASE,
                                HELD,
                                "the client drops its connections to the read-only server, and the holder renews its lease on"
                                        + " a new one"));
    }

    @Override
    public Duration timeToLive() {
        return TIME_TO_LIVE;
    }

    @Override
    public Duration hold() {
        return HOLD;
    }

    @Override
    public Duration duration() {
        return HOLD.plus(TIME_AFTER_HOLD);
    }

    @Override
    public Set<ServerCapability> requiredCapabilities() {
        return EnumSet.of(ServerCapability.READ_ONLY);
    }

    @Override
    public void inject(FaultContext context) throws InterruptedException {
        try (ReadOnlySessions failover =
                ReadOnlySessions.begin(context.lockServer().endpoint()).disconnectingNewSessions()) {
            context.sleepUntilAfterGrant(NEW_PRIMARY);
            failover.endForNewSessions();
            context.sleepUntilAfterGrant(HOLD.plus(TIME_AFTER_HOLD));
        }
    }
}
