package dev.lockrace.lab.soak;

import dev.lockrace.lab.cli.LabException;
import dev.lockrace.lab.cli.Plural;
import dev.lockrace.lab.cli.Progress;
import dev.lockrace.lab.load.DaemonThreads;
import dev.lockrace.lab.load.EventDatabase;
import dev.lockrace.lab.load.TaskProgress;
import dev.lockrace.lab.soak.FaultSchedule.SoakProgress;
import dev.lockrace.lab.testbed.Testbed;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/** The load of a soak: publishers and a fault schedule, followed until all tasks have ended. */
final class Soak {

    private static final int PUBLISHERS = 4;
    private static final Duration CHECK_INTERVAL = Duration.ofMillis(100);

    /** The time without a change of progress after which the pending tasks count as lost. */
    private static final Duration STALL_TIMEOUT = Duration.ofSeconds(60);

    private static final int MIN_BACKLOG = 40;
    private static final int MAX_BACKLOG = 2_000;

    /** The backlog is a twentieth of the tasks, so that publishing lasts as long as the faults of a short soak. */
    private static final int TASKS_PER_BACKLOG_TASK = 20;

    private final Testbed testbed;
    private final SoakOptions options;
    private final EventDatabase events;
    private final Progress progress;
    private final PublishTarget target;
    private final Backlog backlog;
    private final HoldDurations holds = new HoldDurations();
    private volatile TaskProgress tasks = TaskProgress.NONE;

    Soak(Testbed testbed, SoakOptions options, EventDatabase events, Progress progress) {
        this.testbed = testbed;
        this.options = options;
        this.events = events;
        this.progress = progress;
        this.target = new PublishTarget(options);
        int share = options.tasks() == null ? MAX_BACKLOG : options.tasks() / TASKS_PER_BACKLOG_TASK;
        this.backlog = new Backlog(Math.max(MIN_BACKLOG, Math.min(MAX_BACKLOG, share)));
    }

    /**
     * The observations of a soak.
     *
     * @param duration from the first task until the last one ended, or until no more runs ended
     */
    record Observation(PublishResult published, List<InjectedFault> faults, Duration duration) {}

    /**
     * Blocks until all tasks have ended.
     *
     * @throws LabException if a part fails that the soak does not break
     */
    Observation run() throws InterruptedException {
        progress.begin("soak", target.parts());
        try (DaemonThreads threads = new DaemonThreads("soak")) {
            List<Future<PublishResult>> publishing = new ArrayList<>();
            for (int i = 0; i < PUBLISHERS; i++) {
                publishing.add(threads.start(new Publisher(testbed.producerClient(), options, target, backlog, holds)));
            }
            SoakProgress soakProgress = new SoakProgress(
                    () -> target.progress(tasks.endedTasks()),
                    () -> tasks.endedTasks(),
                    () -> publishing.stream().allMatch(Future::isDone));
            Future<List<InjectedFault>> faults =
                    threads.start(new FaultSchedule(testbed, holds, options, soakProgress));
            return follow(publishing, faults);
        } finally {
            progress.end();
        }
    }

    private Observation follow(List<Future<PublishResult>> publishing, Future<List<InjectedFault>> faults)
            throws InterruptedException {
        List<PublishResult> published = new ArrayList<>();
        for (Future<PublishResult> part : publishing) {
            published.add(followUntilDone(part, faults));
        }
        List<InjectedFault> injected = followUntilDone(faults, faults);
        testbed.workers().awaitReady();
        awaitEnd();
        return new Observation(PublishResult.sum(published), injected, target.sinceStart());
    }

    private <T> T followUntilDone(Future<T> part, Future<?> faults) throws InterruptedException {
        while (!part.isDone()) {
            if (faults.isDone()) {
                DaemonThreads.resultOf(faults); // rethrows a failure, after which publishing might never end
            }
            poll();
            TimeUnit.NANOSECONDS.sleep(CHECK_INTERVAL.toNanos());
        }
        return DaemonThreads.resultOf(part);
    }

    /** Reads the progress of the tasks. It stays the same while the event database does not answer. */
    private void poll() {
        events.progress()
                .ifPresentOrElse(
                        current -> {
                            tasks = current;
                            backlog.ended(current.endedTasks());
                        },
                        backlog::unknown);
        progress.doneUpTo(target.partsDone(tasks.endedTasks()));
        int killed = testbed.workers().killed().size();
        progress.report("%,d ended, %s killed".formatted(tasks.endedTasks(), Plural.of(killed, "worker")));
    }

    private void awaitEnd() throws InterruptedException {
        long changed = System.nanoTime();
        do {
            TaskProgress before = tasks;
            poll();
            changed = tasks.equals(before) ? changed : System.nanoTime();
            TimeUnit.NANOSECONDS.sleep(CHECK_INTERVAL.toNanos());
        } while (tasks.unfinishedRuns() > 0 && System.nanoTime() - changed < STALL_TIMEOUT.toNanos());
    }
}
