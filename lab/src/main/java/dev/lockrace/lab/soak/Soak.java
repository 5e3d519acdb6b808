package dev.lockrace.lab.soak;

import dev.lockrace.lab.LabException;
import dev.lockrace.lab.load.DaemonThreads;
import dev.lockrace.lab.load.LoadStack;
import dev.lockrace.lab.load.Standing;
import dev.lockrace.lab.load.TaskRecord;
import dev.lockrace.lab.progress.Progress;
import dev.lockrace.lab.soak.FaultSchedule.Situation;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/** Publishes tasks while things break, follows them to their end, and asks the record what became of them. */
final class Soak {

    private static final int PUBLISHERS = 4;
    private static final Duration CHECK_INTERVAL = Duration.ofMillis(100);

    /** Without any run ending for so long, what waits is taken for lost. */
    private static final Duration STALLED = Duration.ofSeconds(60);

    private static final int MIN_BACKLOG = 40;
    private static final int MAX_BACKLOG = 2_000;

    /** A twentieth of the tasks may wait, so that faults meet publishing in a short soak, too. */
    private static final int BACKLOG_SHARE = 20;

    private final LoadStack stack;
    private final SoakOptions options;
    private final TaskRecord record;
    private final Progress progress;
    private final Quota quota;
    private final Backlog backlog;
    private final Holds holds = new Holds();
    private volatile Standing standing = Standing.BEGIN;

    Soak(LoadStack stack, SoakOptions options, TaskRecord record, Progress progress) {
        this.stack = stack;
        this.options = options;
        this.record = record;
        this.progress = progress;
        this.quota = new Quota(options);
        int share = options.tasks() == null ? MAX_BACKLOG : options.tasks() / BACKLOG_SHARE;
        this.backlog = new Backlog(Math.max(MIN_BACKLOG, Math.min(MAX_BACKLOG, share)));
    }

    /**
     * What happened, until the last task had ended or nothing moved any more.
     *
     * @param length from the first task to that
     */
    record Course(Sent sent, List<Incident> incidents, Duration length) {}

    /**
     * Blocks until all has ended.
     *
     * @throws LabException if a part fails in a way that is not the soak's doing
     */
    Course run() throws InterruptedException {
        progress.begin("soak", quota.parts());
        try (DaemonThreads threads = new DaemonThreads("soak")) {
            List<Future<Sent>> publishing = new ArrayList<>();
            for (int i = 0; i < PUBLISHERS; i++) {
                publishing.add(threads.start(new Publisher(stack.producer(), options, quota, backlog, holds)));
            }
            Situation situation = new Situation(
                    () -> quota.done(standing.endedTasks()),
                    () -> standing.endedTasks(),
                    () -> publishing.stream().allMatch(Future::isDone));
            Future<List<Incident>> faults =
                    threads.start(new FaultSchedule(stack.servers(), stack.workers(), holds, options, situation));
            return follow(publishing, faults);
        } finally {
            progress.end();
        }
    }

    private Course follow(List<Future<Sent>> publishing, Future<List<Incident>> faults) throws InterruptedException {
        List<Sent> sent = new ArrayList<>();
        for (Future<Sent> part : publishing) {
            sent.add(followUntil(part, faults));
        }
        List<Incident> incidents = followUntil(faults, faults);
        stack.workers().awaitReady();
        awaitEnds();
        return new Course(Sent.sum(sent), incidents, quota.sinceBegin());
    }

    private <T> T followUntil(Future<T> part, Future<?> faults) throws InterruptedException {
        while (!part.isDone()) {
            if (faults.isDone()) {
                DaemonThreads.resultOf(faults); // its failure, else publishing might wait for ever
            }
            look();
            TimeUnit.NANOSECONDS.sleep(CHECK_INTERVAL.toNanos());
        }
        return DaemonThreads.resultOf(part);
    }

    /** Sees how far it is; nothing changes while the database does not answer. */
    private void look() {
        record.standing()
                .ifPresentOrElse(
                        now -> {
                            standing = now;
                            backlog.ended(now.endedTasks());
                        },
                        backlog::unknown);
        progress.doneUpTo(quota.partsDone(standing.endedTasks()));
        progress.happened("%,d ended, %d workers killed"
                .formatted(standing.endedTasks(), stack.workers().killed().size()));
    }

    private void awaitEnds() throws InterruptedException {
        long changed = System.nanoTime();
        do {
            Standing before = standing;
            look();
            changed = standing.equals(before) ? changed : System.nanoTime();
            TimeUnit.NANOSECONDS.sleep(CHECK_INTERVAL.toNanos());
        } while (standing.waitingRuns() > 0 && System.nanoTime() - changed < STALLED.toNanos());
    }
}
