package dev.lockrace.lab.faults.fault;

import static dev.lockrace.lab.faults.result.Result.HELD;

import dev.lockrace.fault.network.TcpProxy.Mode;
import dev.lockrace.lab.faults.experiment.Expectations;
import dev.lockrace.lab.faults.experiment.Fault;
import dev.lockrace.lab.faults.experiment.FaultContext;
import dev.lockrace.lab.testbed.Testbed;
import dev.lockrace.lab.testbed.Worker;
import dev.lockrace.lab.testbed.network.Network;
import dev.lockrace.lab.testbed.server.ServerCapability;
import dev.lockrace.race.event.EventLog;
import dev.lockrace.race.event.EventLog.Attempt;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A broker whose timeout for acknowledgements is shorter than the work.
 *
 * <p>The timeout of a consumer is that of the broker when it connects. All workers therefore connect again, which has
 * the broker redeliver the holder's task. The worker that receives it waits until the holder has ended. Without a timeout
 * of the queue, the broker takes the task back from that worker and delivers it to the next one, until it occupies all.
 */
final class AcknowledgementTimeout extends Fault {

    private static final Duration TIMEOUT = Duration.ofSeconds(4);

    /** Long enough for two timeouts after the workers have connected again. */
    private static final Duration HOLD = Duration.ofSeconds(14);

    AcknowledgementTimeout() {
        super(
                "acknowledgement-timeout",
                "The broker waits 4 s for acknowledgements (consumer_timeout), which is shorter than the work. The workers"
                        + " lose their connections to the broker while one of them holds the lock.",
                Expectations.none()
                        .onShared(
                                HELD,
                                "the queue has its own timeout, which is longer than the longest task: the holder's task is"
                                        + " redelivered to one worker only, which waits, and the others take further tasks"));
    }

    @Override
    public Duration hold() {
        return HOLD;
    }

    @Override
    public Duration duration() {
        return HOLD;
    }

    @Override
    public Set<ServerCapability> requiredCapabilities() {
        return EnumSet.of(ServerCapability.LIMIT_ACKNOWLEDGEMENT);
    }

    @Override
    public void prepare(Testbed testbed) {
        testbed.servers().acknowledgementTimeout(TIMEOUT);
    }

    @Override
    public void inject(FaultContext context) throws InterruptedException {
        try {
            List<Network> networks = brokerNetworks(context);
            networks.forEach(network -> network.mode(Mode.DISCONNECT));
            networks.forEach(network -> network.mode(Mode.FORWARD));
            context.sleepUntilAfterGrant(HOLD);
        } finally {
            context.servers().restoreAcknowledgementTimeout();
        }
    }

    /** Returns the holder's last. Otherwise the broker would redeliver its task on a connection that is about to break. */
    private static List<Network> brokerNetworks(FaultContext context) {
        Worker holder = context.holder();
        List<Worker> workers = new ArrayList<>(context.workers().workers());
        workers.remove(holder);
        workers.add(holder);
        return workers.stream().map(worker -> worker.networks().broker()).toList();
    }

    @Override
    public Optional<String> missed(EventLog events, Attempt affected) {
        Instant ended = affected.releasedAt();
        if (ended == null) {
            return Optional.empty();
        }
        return redelivered(events, affected).stream()
                        .anyMatch(attempt -> attempt.requestedAt().isBefore(ended.minus(TIMEOUT.plusSeconds(1))))
                ? Optional.empty()
                : Optional.of("the holder's task was not redelivered, or too late");
    }

    @Override
    public Optional<String> delayed(EventLog events, Attempt affected) {
        List<String> workers = redelivered(events, affected).stream()
                .map(Attempt::worker)
                .distinct()
                .toList();
        return workers.size() < 2
                ? Optional.empty()
                : Optional.of("the broker did not wait for the task's acknowledgement, and delivered it to %s"
                        .formatted(String.join(" and ", workers)));
    }

    private static List<Attempt> redelivered(EventLog events, Attempt affected) {
        return events.attempts().stream()
                .filter(attempt -> attempt.taskNumber() == affected.taskNumber())
                .filter(attempt -> !attempt.worker().equals(affected.worker()))
                .toList();
    }
}
