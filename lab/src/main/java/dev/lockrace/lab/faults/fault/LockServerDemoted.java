package dev.lockrace.lab.faults.fault;

import static dev.lockrace.lab.faults.result.Result.HELD;

import dev.lockrace.fault.network.TcpProxy.Mode;
import dev.lockrace.lab.faults.experiment.Expectations;
import dev.lockrace.lab.faults.experiment.Fault;
import dev.lockrace.lab.faults.experiment.FaultContext;
import dev.lockrace.lab.testbed.network.Network;
import dev.lockrace.lab.testbed.server.LockServer;
import dev.lockrace.lab.testbed.server.ServerCapability;
import dev.lockrace.race.RaceBackend;
import dev.lockrace.servers.Endpoint;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** A switch of the lock server's role with that of a replica, and back. */
final class LockServerDemoted extends Fault {

    private static final Duration TIME_TO_LIVE = Duration.ofSeconds(6);

    /** Longer than the lease of a holder that does not reach the new primary. */
    private static final Duration DEMOTION = Duration.ofSeconds(8);

    LockServerDemoted() {
        super(
                "lock-server-demoted",
                "The lock server becomes the replica of another one while the lock is held, and keeps its connections"
                        + " open. New connections lead to the new primary. 8 s later the roles are exchanged again.",
                Expectations.none()
                        .on(
                                RaceBackend.REDIS,
                                HELD,
                                "the replica rejects the renewal, so the holder connects again, reaches the new primary and"
                                        + " renews its lease there"));
    }

    @Override
    public Duration timeToLive() {
        return TIME_TO_LIVE;
    }

    @Override
    public Duration hold() {
        return DEMOTION.minusSeconds(1);
    }

    @Override
    public Duration duration() {
        return DEMOTION.plusSeconds(3);
    }

    @Override
    public Set<ServerCapability> requiredCapabilities() {
        return EnumSet.of(ServerCapability.REPLICATE);
    }

    @Override
    public void inject(FaultContext context) throws InterruptedException {
        LockServer server = context.lockServer();
        try (LockServer.Replica replica = server.startReplica()) {
            lead(context, replica::promote, replica.endpoint());
            context.sleep(DEMOTION);
            lead(context, replica::demote, server.endpoint());
        }
    }

    /** Nothing passes during the switch, so that it loses no write. Connections stay open. */
    static void lead(FaultContext context, Runnable switchOver, Endpoint primary) {
        List<Network> networks = context.lockNetworks();
        networks.forEach(network -> network.mode(Mode.STALL));
        switchOver.run();
        networks.forEach(network -> network.leadTo(primary));
        networks.forEach(network -> network.mode(Mode.FORWARD));
    }
}
