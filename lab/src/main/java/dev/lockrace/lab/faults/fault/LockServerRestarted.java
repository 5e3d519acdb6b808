package dev.lockrace.lab.faults.fault;

import static dev.lockrace.lab.faults.result.Result.HELD;
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

/** A crash and restart of the lock server, with or without its data. */
final class LockServerRestarted extends Fault {

    /** Longer than a slow restart. */
    private static final Duration TIME_TO_LIVE = Duration.ofSeconds(9);

    private static final Duration TIME_AFTER_RESTART = Duration.ofSeconds(2);

    private final boolean withData;
    private final Duration timeToLive;

    private LockServerRestarted(
            String id, String description, Expectations expectations, boolean withData, Duration timeToLive) {
        super(id, description, expectations);
        this.withData = withData;
        this.timeToLive = timeToLive;
    }

    static LockServerRestarted withData() {
        String reason = "the lease is on the server's disk, so it survives the restart and the holder renews it";
        return new LockServerRestarted(
                "lock-server-restarted",
                "The lock server is killed while the lock is held, and restarted with its data after the first renewal was"
                        + " due.",
                Expectations.none().on(RaceBackend.DATABASE, HELD, reason).on(RaceBackend.REDIS, HELD, reason),
                true,
                TIME_TO_LIVE);
    }

    static LockServerRestarted withoutData() {
        return withoutData(TIME_TO_LIVE);
    }

    private static LockServerRestarted withoutData(Duration timeToLive) {
        return new LockServerRestarted(
                "lock-server-restarted-empty",
                "The lock server is killed while the lock is held, and restarted without its data.",
                Expectations.none()
                        .onShared(
                                LEASE_LOST,
                                "the store has lost the lease and grants the lock again, and the holder notices its loss at"
                                        + " the next renewal and writes nothing"),
                false,
                timeToLive);
    }

    /** Makes the lease long enough that it still lasts, and the holder still works, when an empty server is back. */
    @Override
    public Fault withServerStartupTime(Duration startupTime) {
        Duration longEnough = startupTime.multipliedBy(5).dividedBy(3);
        return withData || longEnough.compareTo(timeToLive) <= 0 ? this : withoutData(longEnough);
    }

    private Duration firstRenewal() {
        return timeToLive.dividedBy(3);
    }

    /** A server with data must be down when the first renewal is due. */
    private Duration restart() {
        return firstRenewal().plusMillis(600);
    }

    @Override
    public Duration duration() {
        return withData ? restart().plus(TIME_AFTER_RESTART) : TIME_AFTER_RESTART;
    }

    @Override
    public Duration timeToLive() {
        return timeToLive;
    }

    @Override
    public Duration hold() {
        return (withData ? timeToLive : firstRenewal().multipliedBy(2)).plusSeconds(2);
    }

    @Override
    public Set<ServerCapability> requiredCapabilities() {
        return EnumSet.of(ServerCapability.KILL);
    }

    @Override
    public void inject(FaultContext context) throws InterruptedException {
        LockServer server = context.lockServer();
        server.kill();
        if (withData) {
            context.sleepUntilAfterGrant(restart());
        } else {
            server.deleteData();
        }
        server.start();
        context.sleep(TIME_AFTER_RESTART);
    }
}
