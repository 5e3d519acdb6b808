package dev.lockrace.lab.faults.fault;

import static dev.lockrace.lab.faults.result.Result.HELD;

import dev.lockrace.lab.faults.experiment.Expectations;
import dev.lockrace.lab.faults.experiment.Fault;
import dev.lockrace.lab.faults.experiment.FaultContext;
import dev.lockrace.lab.testbed.Worker;
import dev.lockrace.lab.testbed.network.Network;
import java.time.Duration;
import java.util.function.BiFunction;
import java.util.stream.Stream;

/** A server whose name resolves to another address from now on, as after a container was recreated. */
final class ServerMoved extends Fault {

    /** The time that services cache an address, plus that of a request without an answer and of a retry. */
    private static final Duration RECOVERY_TIMEOUT = Duration.ofSeconds(10);

    /** A lease that was renewed just before the fault, or is due to be, lasts until the new address must be known. */
    private static final Duration TIME_TO_LIVE =
            RECOVERY_TIMEOUT.multipliedBy(3).dividedBy(2);

    private static final Duration DURATION = TIME_TO_LIVE;

    /** Only a lease that was renewed at the new address lasts for so long. */
    private static final Duration HOLD = TIME_TO_LIVE.plusSeconds(4);

    private final BiFunction<FaultContext, Worker, Stream<Network>> networks;

    private ServerMoved(
            String id,
            String server,
            Expectations expectations,
            BiFunction<FaultContext, Worker, Stream<Network>> networks) {
        super(
                id,
                "%s moves to another address while the lock is held. Its name and its data stay the same, and the old address refuses connections."
                        .formatted(server),
                expectations);
        this.networks = networks;
    }

    static ServerMoved lockServer() {
        return new ServerMoved(
                "lock-server-moved",
                "The lock server",
                Expectations.none()
                        .onShared(
                                HELD,
                                "every client resolves the name again, so the holder renews its lease at the new address"),
                FaultContext::lockNetwork);
    }

    static ServerMoved recordDatabase() {
        return new ServerMoved(
                "record-database-moved",
                "The database of events and invoices",
                Expectations.none()
                        .onShared(
                                HELD,
                                "the worker's pool replaces its connections, so the holder writes its invoice at the new"
                                        + " address"),
                (context, worker) -> Stream.of(worker.networks().eventDatabase()));
    }

    static ServerMoved broker() {
        return new ServerMoved(
                "broker-moved",
                "The broker",
                Expectations.none()
                        .onShared(
                                HELD,
                                "the lock does not depend on the broker: the holder finishes its work, and its message is"
                                        + " redelivered at the new address and finds the invoice"),
                (context, worker) -> Stream.of(worker.networks().broker()));
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
    public Duration contentionAfter() {
        return Duration.ZERO;
    }

    @Override
    public Duration duration() {
        return DURATION;
    }

    /** Tasks that fail because of the fault are repeated after the holder's, and occupy the other workers meanwhile. */
    @Override
    public boolean preventsContention() {
        return true;
    }

    @Override
    public void inject(FaultContext context) throws InterruptedException {
        context.workers().workers().stream()
                .flatMap(worker -> networks.apply(context, worker))
                .forEach(Network::move);
        context.awaitAttemptAfter(context.eventNow(), RECOVERY_TIMEOUT);
        context.sleepUntilAfterGrant(DURATION);
    }
}
