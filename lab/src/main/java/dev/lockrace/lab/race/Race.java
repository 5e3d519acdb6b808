package dev.lockrace.lab.race;

import dev.lockrace.lab.LabException;
import dev.lockrace.lab.producer.ProducerClient;
import dev.lockrace.lab.progress.Progress;
import dev.lockrace.lab.stack.Stack;
import dev.lockrace.race.RaceBackend;
import dev.lockrace.race.RaceDefaults;
import dev.lockrace.race.Verdict;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** The race itself: a run on each backend, followed to its end, and its metrics compared with the database. */
final class Race {

    private static final Duration CHECK_INTERVAL = Duration.ofMillis(100);
    private static final Duration SLACK = Duration.ofSeconds(60);
    private static final Duration METRICS_LIMIT = Duration.ofSeconds(5);

    private final Stack stack;
    private final RaceOptions options;
    private final Progress progress;
    private final ProducerClient producer;
    private final WorkerMetrics metrics;

    Race(Stack stack, RaceOptions options, Progress progress) {
        this.stack = stack;
        this.options = options;
        this.progress = progress;
        this.producer = new ProducerClient(stack.producer());
        this.metrics = new WorkerMetrics(stack.workers());
    }

    RaceResult run() {
        List<RaceRow> rows = new ArrayList<>();
        for (RaceBackend backend : options.backends()) {
            rows.add(runOn(backend));
        }
        return new RaceResult(stack.descriptions(), rows);
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
        long end = System.nanoTime() + limit().toNanos();
        while (true) {
            Verdict verdict = producer.verdict(run);
            progress.doneUpTo(verdict.counts().invoices()
                    + verdict.counts().contended()
                    + verdict.counts().deadLettered());
            if (verdict.ended()) {
                return verdict;
            }
            if (System.nanoTime() - end > 0) {
                return verdict; // inconclusive: not ended
            }
            pause();
        }
    }

    /** All tasks worked one after another, a lease run out once, and some slack. */
    private Duration limit() {
        return options.hold()
                .multipliedBy(options.tasks())
                .plus(RaceDefaults.TIME_TO_LIVE)
                .plus(SLACK);
    }

    /** Counters step just after the database's commit: they get a moment to agree. */
    private List<String> disagreements(RaceBackend backend, Verdict verdict, MetricsSnapshot before) {
        long end = System.nanoTime() + METRICS_LIMIT.toNanos();
        while (true) {
            List<String> disagreements = metrics.read().minus(before).disagreements(backend, verdict.counts());
            if (disagreements.isEmpty() || System.nanoTime() - end > 0) {
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
            throw new LabException("Interrupted while the race went on", e);
        }
    }
}
