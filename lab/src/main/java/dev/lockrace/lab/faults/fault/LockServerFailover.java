package dev.lockrace.lab.faults.fault;

import static dev.lockrace.lab.faults.result.Result.LEASE_LOST;

import dev.lockrace.fault.network.TcpProxy.Mode;
import dev.lockrace.lab.faults.experiment.Expectations;
import dev.lockrace.lab.faults.experiment.Fault;
import dev.lockrace.lab.faults.experiment.FaultContext;
import dev.lockrace.lab.testbed.network.Network;
import dev.lockrace.lab.testbed.server.LockServer;
import dev.lockrace.lab.testbed.server.ServerCapability;
import dev.lockrace.race.RaceBackend;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Set;

/** A failover of the lock server to a replica that has not received the latest writes. */
final class LockServerFailover extends Fault {

    /** The replica holds no lease any more: it has received none of the renewals. */
    private static final Duration REPLICATION_LAG = TIME_TO_LIVE.plusMillis(500);

    private static final Duration SUCCESSOR_TIMEOUT = Duration.ofSeconds(5);

    LockServerFailover() {
        super(
                "lock-server-failover",
                "A replica of the lock server is partitioned from it while the lock is held, and receives no renewal. Then it"
                        + " becomes the primary, and the connections to the old one break.",
                Expectations.none()
                        .on(
                                RaceBackend.REDIS,
                                LEASE_LOST,
                                "replication is asynchronous, so the new primary knows no lease and grants the lock again, and"
                                        + " the holder notices its loss at the next renewal and writes nothing"));
    }

    /** Longer than the start of the replica, the lag and the next renewal. */
    @Override
    public Duration hold() {
        return Duration.ofSeconds(12);
    }

    @Override
    public Duration duration() {
        return REPLICATION_LAG.plusSeconds(4);
    }

    @Override
    public Set<ServerCapability> requiredCapabilities() {
        return EnumSet.of(ServerCapability.REPLICATE);
    }

    @Override
    public void inject(FaultContext context) throws InterruptedException {
        LockServer server = context.lockServer();
        try (LockServer.Replica replica = server.startReplica()) {
            replica.separate();
            context.sleep(REPLICATION_LAG);
            for (Network network : context.lockNetworks()) {
                network.leadTo(replica.endpoint());
                network.mode(Mode.DISCONNECT);
                network.mode(Mode.FORWARD);
            }
            context.awaitSuccessor("after the failover", SUCCESSOR_TIMEOUT);
            replica.replace();
            LockServerDemoted.lead(context, replica::demote, server.endpoint());
        }
    }
}
