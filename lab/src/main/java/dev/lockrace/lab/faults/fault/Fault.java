package dev.lockrace.lab.faults.fault;

import dev.lockrace.lab.faults.scene.Ability;
import dev.lockrace.lab.faults.scene.Crew;
import dev.lockrace.lab.faults.scene.Scene;
import dev.lockrace.race.EventLog;
import dev.lockrace.race.RaceBackend;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/** One way in which things break, and what must come of it. */
public abstract class Fault {

    /** Of the leases, unless a fault says otherwise. */
    public static final Duration TIME_TO_LIVE = Duration.ofSeconds(3);

    private final String id;
    private final String sentence;
    private final Expectations expectations;

    Fault(String id, String sentence, Expectations expectations) {
        this.id = id;
        this.sentence = sentence;
        this.expectations = expectations;
    }

    /** Its name on the command line, such as {@code holder-killed}. */
    public final String id() {
        return id;
    }

    /** What it does to whom, and when. */
    public final String sentence() {
        return sentence;
    }

    /** What it must lead to; nothing where it can't happen: a backend without a server, or one without fencing. */
    public final Optional<Expectation> expected(RaceBackend backend, boolean fencing) {
        return fencing
                ? expectations
                        .of(backend)
                        .filter(it -> backend.offersFencing() && it.callsForFencing())
                        .map(Expectation::withFencing)
                : expectations.of(backend);
    }

    /** How long the holder works: longer than its time to live unless this says otherwise, so that it has to renew. */
    public Duration hold() {
        return Duration.ofSeconds(4);
    }

    /** Of the leases. */
    public Duration timeToLive() {
        return TIME_TO_LIVE;
    }

    /** This fault for servers that take that long to start without data, where its timing depends on that. */
    public Fault onServersThatStartIn(Duration start) {
        return this;
    }

    /** About how long it lasts. */
    public abstract Duration length();

    /** What must be possible with the servers. */
    public Set<Ability> needs() {
        return EnumSet.noneOf(Ability.class);
    }

    /** Whether nobody can ask for the lock while it lasts. */
    public boolean keepsAllFromTrying() {
        return false;
    }

    /** Whether the lock server answers nobody while it lasts, except in its first second. */
    public boolean silencesLockServer() {
        return false;
    }

    /** What takes long and harms nobody yet; done before the race. */
    public void prepare(Crew crew) {
        // Most faults need none.
    }

    /** Begins when the holder is known to hold; blocks until it is over. */
    public abstract void strike(Scene scene) throws InterruptedException;

    /** Why the events shows that it missed what it was for, in a sentence; nothing when it met. */
    public Optional<String> missed(EventLog events, EventLog.Attempt struck) {
        return Optional.empty();
    }

    /**
     * How the events shows that the lock was free later than it should have been, though the holder did its work, in a
     * sentence; nothing when it does not.
     */
    public Optional<String> delayed(EventLog events, EventLog.Attempt struck) {
        return Optional.empty();
    }

    @Override
    public final String toString() {
        return id;
    }
}
