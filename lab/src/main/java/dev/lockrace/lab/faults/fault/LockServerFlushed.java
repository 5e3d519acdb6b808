package dev.lockrace.lab.faults.fault;

import static dev.lockrace.lab.faults.result.Result.LEASE_LOST;

import dev.lockrace.lab.faults.experiment.Expectations;
import dev.lockrace.lab.faults.experiment.Fault;
import dev.lockrace.lab.faults.experiment.FaultContext;
import dev.lockrace.lab.testbed.server.ServerCapability;
import dev.lockrace.race.RaceBackend;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Set;

/** A flush of the lock server, which deletes all entries. */
final class LockServerFlushed extends Fault {

    private static final Duration DURATION = Duration.ofSeconds(2);

    private static final String REASON =
            "the store has lost the lease and grants the lock again, and the holder notices its"
                    + " loss at the next renewal and writes nothing";

    LockServerFlushed() {
        super(
                "lock-server-flushed",
                "The lock server is flushed (flush_all, FLUSHALL) while the lock is held.",
                Expectations.none()
                        .on(RaceBackend.MEMCACHED, LEASE_LOST, REASON)
                        .on(RaceBackend.REDIS, LEASE_LOST, REASON));
    }

    @Override
    public Duration duration() {
        return DURATION;
    }

    @Override
    public Set<ServerCapability> requiredCapabilities() {
        return EnumSet.of(ServerCapability.FLUSH);
    }

    @Override
    public void inject(FaultContext context) throws InterruptedException {
        context.lockServer().flush();
        context.sleep(DURATION);
    }
}
