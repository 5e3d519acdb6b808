package dev.lockrace.lab.faults.experiment;

import dev.lockrace.lab.testbed.service.ProducerClient;
import dev.lockrace.lab.testbed.service.ProducerClient.Report;
import dev.lockrace.race.RaceBackend;
import dev.lockrace.race.verdict.RunProgress;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;

/** A race in progress. */
final class RunningRace {

    private static final Duration NEGLIGIBLE_OFFSET = Duration.ofSeconds(5);

    private final ProducerClient producer;
    private final UUID run;
    private final RaceBackend backend;
    private final Duration timeToLive;
    private final Clock eventClock;

    private RunningRace(ProducerClient producer, UUID run, RaceBackend backend, Duration timeToLive, Clock eventClock) {
        this.producer = producer;
        this.run = run;
        this.backend = backend;
        this.timeToLive = timeToLive;
        this.eventClock = eventClock;
    }

    /** Starts a race of ten tasks. Blocks until they are published. */
    static RunningRace start(
            ProducerClient producer, RaceBackend backend, Duration hold, Duration timeToLive, boolean fencing) {
        UUID run = producer.start(backend, hold, timeToLive, fencing);
        Instant answered = Instant.now();
        Instant created = producer.report(run).events().run().createdAt();
        // The offset includes the time that publishing took. It is ignored if both clocks seem to be the same.
        Duration offset = Duration.between(answered, created);
        Clock clock = offset.abs().compareTo(NEGLIGIBLE_OFFSET) < 0
                ? Clock.systemUTC()
                : Clock.offset(Clock.systemUTC(), offset);
        return new RunningRace(producer, run, backend, timeToLive, clock);
    }

    RaceBackend backend() {
        return backend;
    }

    Duration timeToLive() {
        return timeToLive;
    }

    /** Returns the current time by the event database's clock, as precisely as the lab knows it. */
    Instant eventNow() {
        return eventClock.instant();
    }

    /** Adds a task that contends for the lock. */
    void addContender() {
        producer.addTask(run);
    }

    /** Returns the number of confirmed tasks that have not ended. */
    int pendingTasks() {
        return RunProgress.of(report().events()).pendingTasks();
    }

    /** Returns the current verdict and events. */
    Report report() {
        return producer.report(run);
    }
}
