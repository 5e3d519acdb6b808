package dev.lockrace.lab.faults.scene;

import dev.lockrace.lab.LabException;
import dev.lockrace.lab.producer.ProducerClient.Report;
import dev.lockrace.race.EventLog;
import dev.lockrace.race.RaceBackend;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** A race that goes on, with one who is known to hold the lock: what a fault acts on. */
public final class Scene {

    private static final Duration CHECK_INTERVAL = Duration.ofMillis(100);

    /** What memcached's whole seconds may add to a lease. */
    private static final Duration MEMCACHED_OVERRUN = Duration.ofSeconds(3);

    private final FaultStack stack;
    private final RunningRace race;
    private final EventLog.Attempt grant;

    /**
     * @param grant the attempt that is known to hold
     */
    public Scene(FaultStack stack, RunningRace race, EventLog.Attempt grant) {
        this.stack = stack;
        this.race = race;
        this.grant = grant;
    }

    public RaceBackend backend() {
        return race.backend();
    }

    /** Who is known to hold the lock. */
    public Member holder() {
        return stack.crew().member(grant.worker());
    }

    public Crew crew() {
        return stack.crew();
    }

    public FaultServers servers() {
        return stack.servers();
    }

    /** The server of the lock. */
    public LockServer lockServer() {
        return stack.servers().lockServer(backend());
    }

    /** The networks of all workers to the server of the lock. */
    public List<Network> lockNetworks() {
        return stack.crew().members().stream().flatMap(this::lockNetwork).toList();
    }

    /** The network of one worker to the server of the lock; none for a backend without a server. */
    public Stream<Network> lockNetwork(Member member) {
        return member.network(backend()).stream();
    }

    /** How long after its last renewal the holder's lease is over for certain. */
    public Duration pastTheLease() {
        Duration lease = race.timeToLive().plusSeconds(1);
        return backend() == RaceBackend.MEMCACHED ? lease.plus(MEMCACHED_OVERRUN) : lease;
    }

    /** Blocks for that long. */
    public void pause(Duration duration) throws InterruptedException {
        TimeUnit.NANOSECONDS.sleep(duration.toNanos());
    }

    /** Blocks until that long after the grant; not at all when that is over. */
    public void pauseUntilAfterGrant(Duration duration) throws InterruptedException {
        Duration since = Duration.between(Objects.requireNonNull(grant.acquiredAt()), race.recordNow());
        Duration left = duration.minus(since);
        if (!left.isNegative()) {
            pause(left);
        }
    }

    /**
     * Blocks until the record says that.
     *
     * @throws LabException if it does not within that time
     */
    public void await(String what, Duration limit, Predicate<EventLog> condition) throws InterruptedException {
        long end = System.nanoTime() + limit.toNanos();
        Report report = race.report();
        while (!condition.test(report.events())) {
            if (System.nanoTime() - end > 0) {
                throw new LabException("Not within %d s: %s".formatted(limit.toSeconds(), what));
            }
            pause(CHECK_INTERVAL);
            report = race.report();
        }
    }

    /** The attempt that was known to hold when the fault began, as it is on record now. */
    public EventLog.Attempt grant() {
        return race.report().events().attempts().stream()
                .filter(this::isOfTheHolder)
                .findFirst()
                .orElse(grant);
    }

    /** Whether that attempt is the one that is known to hold, or to have held. */
    public boolean isOfTheHolder(EventLog.Attempt attempt) {
        return attempt.taskNumber() == grant.taskNumber()
                && attempt.requestedAt().equals(grant.requestedAt());
    }
}
