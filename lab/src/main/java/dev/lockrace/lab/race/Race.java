package dev.lockrace.lab.race;

import dev.lockrace.lab.cli.LabException;
import dev.lockrace.lab.cli.Progress;
import dev.lockrace.lab.testbed.Testbed;
import dev.lockrace.lab.testbed.service.ProducerClient;
import dev.lockrace.race.RaceBackend;
import dev.lockrace.race.RaceDefaults;
import dev.lockrace.race.verdict.Verdict;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** A run on each backend, followed to its end. The metrics of each run are compared with the event database. */
final class Race {

    private static final Duration CHECK_INTERVAL = Duration.ofMillis(100);
    private static final Duration MARGIN = Duration.ofSeconds(60);
    private static final Duration METRICS_TIMEOUT = Duration.ofSeconds(5);

    private final Testbed testbed;
    private final RaceOptions options;
    private final Progress progress;
    private final ProducerClient producer;
    private final WorkerMetrics metrics;

    Race(Testbed testbed, RaceOptions options, Progress progress) {
        this.testbed = testbed;
        this.options = options;
        this.progress = progress;
        this.producer = testbed.producerClient();
        this.metrics = new WorkerMetrics(testbed.workers().processes());
    }

    RaceResult run() {
        List<RaceRow> rows = new ArrayList<>();
        for (RaceBackend backend : options.backends()) {
            rows.add(runOn(backend));
        }
        return new RaceResult(testbed.servers().descriptions(), rows);
    }

    private RaceRow runOn(RaceBackend backend) {
        progress.begin("race on " + backend.id(), options.tasks());
        try {
            MetricsSnapshot before = metrics.read();
            UUID run = producer.hello(backend, options.tasks(), options.hold());
            Verdict verdict = follow(run);
            return RaceRow.of(backend, options.workers(), verdict, disagreements(backend, verdict, before));
        } finally {
            progress.end();
        }
    }

    private Verdict follow(UUID run) {
        long deadline = System.nanoTime() + timeout().toNanos();
        while (true) {
            Verdict verdict = producer.verdict(run);
            progress.doneUpTo(verdict.counts().invoices()
                    + verdict.counts().contended()
                    + verdict.counts().deadLettered());
            if (verdict.ended()) {
                return verdict;
            }
            if (System.nanoTime() - deadline > 0) {
                return verdict; // inconclusive, since the run has not ended
            }
            pause();
        }
    }

    /** The time for all tasks one after another, one expired lease, and a margin. */
    private Duration timeout() {
        return options.hold()
                .multipliedBy(options.tasks())
                .plus(RaceDefaults.TIME_TO_LIVE)
                .plus(MARGIN);
    }

    /** A counter is incremented just after the database commits, so it may lag for a moment. */
    private List<String> disagreements(RaceBackend backend, Verdict verdict, MetricsSnapshot before) {
        long deadline = System.nanoTime() + METRICS_TIMEOUT.toNanos();
        while (true) {
            List<String> disagreements = metrics.read().minus(before).disagreements(backend, verdict.counts());
            if (disagreements.isEmpty() || System.nanoTime() - deadline > 0) {
                return disagreements;
            }
            pause();
        }
    }

    private static void pause() {
        try {
            Thread.sleep(CHECK_INTERVAL.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new LabException("Interrupted during the race", e);
        }
    }
}
