package dev.lockrace.lab.faults.fault;

import static dev.lockrace.lab.faults.fault.Result.LEASE_LOST;

import dev.lockrace.lab.faults.scene.Ability;
import dev.lockrace.lab.faults.scene.Scene;
import dev.lockrace.race.RaceBackend;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Set;

/** Has the lock server drop all that it keeps. */
final class LockServerFlushed extends Fault {

    LockServerFlushed() {
        super(
                "lock-server-flushed",
                "Somebody flushes the lock server while the lock is held (flush_all, FLUSHALL).",
                Expectations.none()
                        .on(RaceBackend.MEMCACHED, LEASE_LOST, reason())
                        .on(RaceBackend.REDIS, LEASE_LOST, reason()));
    }

    private static String reason() {
        return "the store forgot the lease and grants another; the holder learns of its loss at the next renewal, and"
                + " writes nothing";
    }

    @Override
    public Duration length() {
        return Duration.ofSeconds(2);
    }

    @Override
    public Set<Ability> needs() {
        return EnumSet.of(Ability.FLUSH);
    }

    @Override
    public void strike(Scene scene) throws InterruptedException {
        scene.lockServer().flush();
        scene.pause(Duration.ofSeconds(2));
    }
}
