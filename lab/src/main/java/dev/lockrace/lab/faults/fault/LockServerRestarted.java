package dev.lockrace.lab.faults.fault;

import static dev.lockrace.lab.faults.fault.Result.HELD;
import static dev.lockrace.lab.faults.fault.Result.LEASE_LOST;

import dev.lockrace.lab.faults.scene.Ability;
import dev.lockrace.lab.faults.scene.LockServer;
import dev.lockrace.lab.faults.scene.Scene;
import dev.lockrace.race.RaceBackend;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Set;

/** Kills the lock server and starts it anew, with or without what it kept. */
final class LockServerRestarted extends Fault {

    /** A slow restart must not outlast it. */
    private static final Duration TIME_TO_LIVE = Duration.ofSeconds(9);

    private static final Duration WATCHED = Duration.ofSeconds(2);

    private final boolean withData;
    private final Duration timeToLive;

    private LockServerRestarted(
            String id, String sentence, Expectations expectations, boolean withData, Duration timeToLive) {
        super(id, sentence, expectations);
        this.withData = withData;
        this.timeToLive = timeToLive;
    }

    static LockServerRestarted withItsData() {
        String reason = "the lease is on its disk: it is there after the restart, and the holder renews it";
        return new LockServerRestarted(
                "lock-server-restarted",
                "The lock server is killed while the lock is held, and started anew with its data after the first"
                        + " renewal was due.",
                Expectations.none().on(RaceBackend.DATABASE, HELD, reason).on(RaceBackend.REDIS, HELD, reason),
                true,
                TIME_TO_LIVE);
    }

    static LockServerRestarted withoutItsData() {
        return withoutItsData(TIME_TO_LIVE);
    }

    private static LockServerRestarted withoutItsData(Duration timeToLive) {
        return new LockServerRestarted(
                "lock-server-restarted-empty",
                "The lock server is killed while the lock is held, and started anew without its data.",
                Expectations.none()
                        .onShared(
                                LEASE_LOST,
                                "the store forgot the lease and grants another; the holder learns of its loss at the next"
                                        + " renewal, and writes nothing"),
                false,
                timeToLive);
    }

    /** The holder still works, and its lease lasts, when a server that makes its data anew is back. */
    @Override
    public Fault onServersThatStartIn(Duration start) {
        Duration longEnough = start.multipliedBy(5).dividedBy(3);
        return withData || longEnough.compareTo(timeToLive) <= 0 ? this : withoutItsData(longEnough);
    }

    private Duration firstRenewal() {
        return timeToLive.dividedBy(3);
    }

    /** With its data it is away when the holder first wants to renew. */
    private Duration back() {
        return firstRenewal().plusMillis(600);
    }

    @Override
    public Duration length() {
        return withData ? back().plus(WATCHED) : WATCHED;
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
    public Set<Ability> needs() {
        return EnumSet.of(Ability.KILL);
    }

    @Override
    public void strike(Scene scene) throws InterruptedException {
        LockServer server = scene.lockServer();
        server.kill();
        if (withData) {
            scene.pauseUntilAfterGrant(back());
        } else {
            server.deleteData();
        }
        server.start();
        scene.pause(WATCHED);
    }
}
