package dev.lockrace.lab.faults.experiment;

import dev.lockrace.lab.cli.LabException;
import dev.lockrace.lab.testbed.Testbed;
import dev.lockrace.lab.testbed.Worker;
import dev.lockrace.lab.testbed.WorkerPool;
import dev.lockrace.lab.testbed.network.Network;
import dev.lockrace.lab.testbed.server.LockServer;
import dev.lockrace.lab.testbed.server.Servers;
import dev.lockrace.lab.testbed.service.ProducerClient.Report;
import dev.lockrace.race.RaceBackend;
import dev.lockrace.race.event.EventLog;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** The context of a fault: a race in progress with a known holder, and the testbed that it runs on. */
public final class FaultContext {

    private static final Duration CHECK_INTERVAL = Duration.ofMillis(100);

    /** The time that memcached may add to a lease, since it counts whole seconds. */
    private static final Duration MEMCACHED_OVERRUN = Duration.ofSeconds(3);

    private final Testbed testbed;
    private final RunningRace race;
    private final EventLog.Attempt grant;

    /**
     * @param grant the attempt that is known to hold the lock
     */
    FaultContext(Testbed testbed, RunningRace race, EventLog.Attempt grant) {
        this.testbed = testbed;
        this.race = race;
        this.grant = grant;
    }

    public RaceBackend backend() {
        return race.backend();
    }

    /** Returns the worker that is known to hold the lock. */
    public Worker holder() {
        return workers().worker(grant.worker());
    }

    public WorkerPool workers() {
        return testbed.workers();
    }

    public Servers servers() {
        return testbed.servers();
    }

    /** Returns the lock server of the race's backend. */
    public LockServer lockServer() {
        return servers().lockServer(backend());
    }

    /** Returns the networks between all workers and the lock server. */
    public List<Network> lockNetworks() {
        return workers().workers().stream().flatMap(this::lockNetwork).toList();
    }

    /** Returns the network between one worker and the lock server; empty for a backend without a server. */
    public Stream<Network> lockNetwork(Worker worker) {
        return worker.networks().lockServer(backend()).stream();
    }

    /** Returns the time after which a lease that is not renewed has certainly expired. */
    public Duration leaseExpiryTime() {
        Duration lease = race.timeToLive().plusSeconds(1);
        return backend() == RaceBackend.MEMCACHED ? lease.plus(MEMCACHED_OVERRUN) : lease;
    }

    /** Returns the current time by the event database's clock, as precisely as the lab knows it. */
    public Instant eventNow() {
        return race.eventNow();
    }

    /**
     * Adds a task that contends for the lock. Blocks until the producer has recorded and published it.
     *
     * @throws LabException if the producer does not within the timeout
     */
    public void addContender(Duration timeout) throws InterruptedException {
        long deadline = System.nanoTime() + timeout.toNanos();
        while (true) {
            try {
                race.addContender();
                return;
            } catch (LabException e) {
                if (System.nanoTime() - deadline > 0) {
                    throw e;
                }
                sleep(CHECK_INTERVAL);
            }
        }
    }

    /** Blocks for the given time. */
    public void sleep(Duration duration) throws InterruptedException {
        TimeUnit.NANOSECONDS.sleep(duration.toNanos());
    }

    /** Blocks until the given time after the grant. Returns immediately if it has passed. */
    public void sleepUntilAfterGrant(Duration duration) throws InterruptedException {
        Duration sinceGrant = Duration.between(Objects.requireNonNull(grant.acquiredAt()), race.eventNow());
        Duration left = duration.minus(sinceGrant);
        if (!left.isNegative()) {
            sleep(left);
        }
    }

    /**
     * Blocks until the recorded events meet a condition.
     *
     * @param what the awaited event, for the message of the exception
     * @throws LabException if they do not meet it within the timeout
     */
    public void await(String what, Duration timeout, Predicate<EventLog> condition) throws InterruptedException {
        long deadline = System.nanoTime() + timeout.toNanos();
        Report report = race.report();
        while (!condition.test(report.events())) {
            if (System.nanoTime() - deadline > 0) {
                throw new LabException("Timed out after %d s waiting for %s".formatted(timeout.toSeconds(), what));
            }
            sleep(CHECK_INTERVAL);
            report = race.report();
        }
    }

    /**
     * Blocks until a worker has recorded that it requested the lock after the moment.
     *
     * @throws LabException if none has within the timeout
     */
    public void awaitAttemptAfter(Instant moment, Duration timeout) throws InterruptedException {
        await(
                "a worker to request the lock",
                timeout,
                events -> events.attempts().stream()
                        .anyMatch(attempt -> attempt.requestedAt().isAfter(moment)));
    }

    /**
     * Blocks until another worker works under a later grant of the lock.
     *
     * @param cause the end of a sentence, such as {@code after the restart}
     * @throws LabException if none does within the timeout
     */
    public void awaitSuccessor(String cause, Duration timeout) throws InterruptedException {
        Instant granted = Objects.requireNonNull(grant.acquiredAt());
        await(
                "another holder " + cause,
                timeout,
                events -> events.attempts().stream().anyMatch(attempt -> isSuccessor(attempt, granted)));
    }

    private static boolean isSuccessor(EventLog.Attempt attempt, Instant granted) {
        Instant acquired = attempt.acquiredAt();
        return acquired != null && acquired.isAfter(granted) && attempt.outcome() == null;
    }

    /** Returns the attempt that held the lock when the fault began, as it is recorded now. */
    public EventLog.Attempt grant() {
        return race.report().events().attempts().stream()
                .filter(this::isGrant)
                .findFirst()
                .orElse(grant);
    }

    private boolean isGrant(EventLog.Attempt attempt) {
        return attempt.taskNumber() == grant.taskNumber()
                && attempt.requestedAt().equals(grant.requestedAt());
    }
}
