package dev.lockrace.lab.faults.experiment;

import dev.lockrace.lab.testbed.WorkerPool;
import dev.lockrace.lab.testbed.server.ServerCapability;
import dev.lockrace.race.RaceBackend;
import dev.lockrace.race.event.EventLog;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/** A fault, with the results that it must have. */
public abstract class Fault {

    /** The default time to live of the leases. */
    public static final Duration TIME_TO_LIVE = Duration.ofSeconds(3);

    private final String id;
    private final String description;
    private final Expectations expectations;

    protected Fault(String id, String description, Expectations expectations) {
        this.id = id;
        this.description = description;
        this.expectations = expectations;
    }

    /** Returns the name on the command line, such as {@code holder-killed}. */
    public final String id() {
        return id;
    }

    /** Returns what the fault does, in a sentence. */
    public final String description() {
        return description;
    }

    /** Returns the expected result; empty if the fault cannot affect the backend, or fencing cannot change the result. */
    public final Optional<Expectation> expected(RaceBackend backend, boolean fencing) {
        return fencing
                ? expectations
                        .of(backend)
                        .filter(it -> backend.offersFencing() && it.callsForFencing())
                        .map(Expectation::withFencing)
                : expectations.of(backend);
    }

    /** Returns how long the holder works. The default is longer than the time to live, so that the lease is renewed. */
    public Duration hold() {
        return Duration.ofSeconds(4);
    }

    /** Returns the time to live of the leases. */
    public Duration timeToLive() {
        return TIME_TO_LIVE;
    }

    /** Returns how long tasks keep contending after the fault. */
    public Duration contentionAfter() {
        return timeToLive();
    }

    /** Returns this fault, adapted to lock servers that take that long to start without data. */
    public Fault withServerStartupTime(Duration startupTime) {
        return this;
    }

    /** Returns the approximate duration of the fault. */
    public abstract Duration duration();

    /** Returns the capabilities that the servers must have. */
    public Set<ServerCapability> requiredCapabilities() {
        return EnumSet.noneOf(ServerCapability.class);
    }

    /** Returns whether no task can contend for the lock during the fault. */
    public boolean preventsContention() {
        return false;
    }

    /** Returns whether the lock server answers no request during the fault, except in its first second. */
    public boolean silencesLockServer() {
        return false;
    }

    /** Prepares the fault before the race: steps that take long and have no effect on the workers. */
    public void prepare(WorkerPool workers) {
        // Most faults need no preparation.
    }

    /** Injects the fault while a worker is known to hold the lock. Blocks until the fault is over. */
    public abstract void inject(FaultContext context) throws InterruptedException;

    /**
     * Returns why the fault did not have the effect that it is meant to have, as a clause; empty if it had.
     *
     * @param affected the attempt that held the lock when the fault began
     */
    public Optional<String> missed(EventLog events, EventLog.Attempt affected) {
        return Optional.empty();
    }

    /**
     * Returns how the lock was blocked for too long although the holder did its work, as a clause; empty if it was not.
     *
     * @param affected the attempt that held the lock when the fault began
     */
    public Optional<String> delayed(EventLog events, EventLog.Attempt affected) {
        return Optional.empty();
    }

    @Override
    public final String toString() {
        return id;
    }
}
