package dev.lockrace.lab.faults.fault;

import static dev.lockrace.lab.faults.result.Result.HELD;

import dev.lockrace.fault.network.TcpProxy.Mode;
import dev.lockrace.lab.cli.LabException;
import dev.lockrace.lab.faults.experiment.Expectations;
import dev.lockrace.lab.faults.experiment.Fault;
import dev.lockrace.lab.faults.experiment.FaultContext;
import dev.lockrace.lab.testbed.network.Network;
import dev.lockrace.lab.testbed.server.PoolerProcess;
import dev.lockrace.lab.testbed.server.ServerCapability;
import dev.lockrace.race.RaceBackend;
import dev.lockrace.servers.Endpoint;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** A connection pooler that comes between the workers and their lock database, and serves another application too. */
final class PoolerInFront extends Fault {

    /** Long enough for several renewals through the pooler. */
    private static final Duration HOLD = Duration.ofSeconds(6);

    private static final Duration TIME_AFTER_HOLD = Duration.ofSeconds(2);

    PoolerInFront() {
        super(
                "pooler-in-front",
                "A pooler in transaction mode comes between the workers and the lock server while the lock is held. Another"
                        + " application uses the same sessions, with queries that take longer than a request for a lock.",
                Expectations.none()
                        .on(
                                RaceBackend.DATABASE,
                                HELD,
                                "the client detects the pooler, renews its lease through it, and leaves nothing in the sessions"
                                        + " of the other application"));
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
        return EnumSet.of(ServerCapability.POOL);
    }

    /**
     * @throws LabException if the other application notices the locks
     */
    @Override
    public void inject(FaultContext context) throws InterruptedException {
        Endpoint server = context.lockServer().endpoint();
        try (PoolerProcess pooler = context.servers().startPooler(server);
                PoolerNeighbor neighbor = PoolerNeighbor.start(pooler.endpoint())) {
            lead(context, pooler.endpoint());
            context.sleepUntilAfterGrant(HOLD.plus(TIME_AFTER_HOLD));
            neighbor.finish();
        } finally {
            lead(context, server);
        }
    }

    /** Leads the clients to another endpoint, on new connections. */
    private static void lead(FaultContext context, Endpoint endpoint) {
        List<Network> networks = context.lockNetworks();
        networks.forEach(network -> network.mode(Mode.DISCONNECT));
        networks.forEach(network -> network.leadTo(endpoint));
        networks.forEach(network -> network.mode(Mode.FORWARD));
    }
}
