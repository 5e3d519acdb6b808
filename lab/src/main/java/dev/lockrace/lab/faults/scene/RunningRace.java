package dev.lockrace.lab.faults.scene;

import dev.lockrace.lab.producer.ProducerClient;
import dev.lockrace.lab.producer.ProducerClient.Report;
import dev.lockrace.race.RaceBackend;
import dev.lockrace.race.RunProgress;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;

/** A race that has been started. */
public final class RunningRace {

    private final ProducerClient producer;
    private final UUID run;
    private final RaceBackend backend;
    private final Duration timeToLive;
    private final Clock recordClock;

    private RunningRace(
            ProducerClient producer, UUID run, RaceBackend backend, Duration timeToLive, Clock recordClock) {
        this.producer = producer;
        this.run = run;
        this.backend = backend;
        this.timeToLive = timeToLive;
        this.recordClock = recordClock;
    }

    /** Starts one of ten tasks; blocks until they are published. */
    public static RunningRace start(
            ProducerClient producer, RaceBackend backend, Duration hold, Duration timeToLive, boolean fencing) {
        UUID run = producer.start(backend, hold, timeToLive, fencing);
        Instant answered = Instant.now();
        Instant created = producer.report(run).events().run().createdAt();
        // Where the record's clock is this machine's, this is too small by the time that publishing took.
        Duration offset = Duration.between(answered, created);
        Clock clock = offset.abs().compareTo(Duration.ofSeconds(5)) < 0
                ? Clock.systemUTC()
                : Clock.offset(Clock.systemUTC(), offset);
        return new RunningRace(producer, run, backend, timeToLive, clock);
    }

    public UUID run() {
        return run;
    }

    public RaceBackend backend() {
        return backend;
    }

    public Duration timeToLive() {
        return timeToLive;
    }

    /** The record's clock of now, as well as it can be known from here. */
    public Instant recordNow() {
        return recordClock.instant();
    }

    /** Has one more contend. */
    public void addContender() {
        producer.addTask(run);
    }

    /** How many of its confirmed tasks have not ended. */
    public int pendingTasks() {
        return RunProgress.of(report().events()).pendingTasks();
    }

    /** How it stands. */
    public Report report() {
        return producer.report(run);
    }
}
