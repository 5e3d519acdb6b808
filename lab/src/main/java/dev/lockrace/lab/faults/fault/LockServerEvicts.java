package dev.lockrace.lab.faults.fault;

import static dev.lockrace.lab.faults.result.Result.LEASE_LOST;

import dev.lockrace.lab.faults.experiment.Expectations;
import dev.lockrace.lab.faults.experiment.Fault;
import dev.lockrace.lab.faults.experiment.FaultContext;
import dev.lockrace.lab.testbed.server.ServerCapability;
import dev.lockrace.race.RaceBackend;
import dev.lockrace.servers.process.MemoryPressure;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Set;

/** An eviction of the lease by a lock server whose memory is full. */
final class LockServerEvicts extends Fault {

    /** Renewed every two seconds. memcached evicts an item within the time that it takes to fill 8 MB. */
    private static final Duration TIME_TO_LIVE = Duration.ofSeconds(6);

    private static final Duration HOLD = Duration.ofSeconds(8);

    /** Leaves the holder the time for its next renewal before it writes. */
    private static final Duration EVICTION_TIMEOUT = Duration.ofSeconds(5);

    private static final String REASON =
            "the store has evicted the lease and grants the lock again, and the holder notices"
                    + " its loss at the next renewal and writes nothing";

    LockServerEvicts() {
        super(
                "lock-server-evicts",
                "The memory of the lock server is filled while the lock is held, until it evicts the lease. Redis has the"
                        + " maxmemory-policy volatile-ttl meanwhile.",
                Expectations.none()
                        .on(RaceBackend.MEMCACHED, LEASE_LOST, REASON)
                        .on(RaceBackend.REDIS, LEASE_LOST, REASON));
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
        return EVICTION_TIMEOUT;
    }

    @Override
    public Set<ServerCapability> requiredCapabilities() {
        return EnumSet.of(ServerCapability.EVICT);
    }

    @Override
    public void inject(FaultContext context) throws InterruptedException {
        try (MemoryPressure pressure = context.lockServer().fillMemory()) {
            context.awaitSuccessor("after the eviction", EVICTION_TIMEOUT);
        }
    }
}
