package dev.lockrace.lab.overload;

import dev.lockrace.lab.cli.Progress;
import dev.lockrace.lab.load.DaemonThreads;
import dev.lockrace.lab.load.EventDatabase;
import dev.lockrace.lab.overload.SlowDatabase.SlowDatabaseResult;
import dev.lockrace.lab.testbed.Testbed;
import dev.lockrace.lab.testbed.network.Network;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/**
 * The phases of an overload: it fills the queue, calls {@code /hello} while the queue is full, slows the database, and
 * stops the workers.
 */
final class Overload {

    private static final int FILLERS = 4;
    static final int CALLERS = 16;
    private static final Duration CALL_DURATION = Duration.ofSeconds(10);
    private static final Duration SAMPLE_INTERVAL = Duration.ofMillis(200);

    /** Long enough for the producer to count the queue, which it does every second. */
    private static final Duration COUNT_TIME = Duration.ofSeconds(3);

    private final Testbed testbed;
    private final Network toEventDatabase;
    private final EventDatabase events;
    private final OverloadOptions options;
    private final Progress progress;
    private final MemoryMonitor memory;
    private final AtomicInteger filled = new AtomicInteger();
    private long maxQueued;

    Overload(
            Testbed testbed,
            Network toEventDatabase,
            EventDatabase events,
            OverloadOptions options,
            Progress progress) {
        this.testbed = testbed;
        this.toEventDatabase = toEventDatabase;
        this.events = events;
        this.options = options;
        this.progress = progress;
        this.memory = new MemoryMonitor(testbed);
    }

    /**
     * Blocks until all workers have stopped, while the queue is full of tasks.
     *
     * @throws dev.lockrace.lab.cli.LabException if a part fails
     */
    OverloadObservation run() throws InterruptedException {
        try (DaemonThreads threads = new DaemonThreads("overload")) {
            long started = System.nanoTime();
            FillResult filling = FillResult.sum(fill(threads));
            double seconds = Duration.ofNanos(System.nanoTime() - started).toMillis() / 1_000.0;
            memory.sampleQueueFull();
            BackPressure backPressure = BackPressure.sum(call(threads));
            SlowDatabaseResult slowDatabase = slowDown();
            testbed.workers().stopAll();
            TimeUnit.NANOSECONDS.sleep(COUNT_TIME.toNanos());
            Map<UUID, Integer> confirmed = new HashMap<>(filling.confirmed());
            confirmed.putAll(backPressure.accepted());
            return new OverloadObservation(
                    filling,
                    seconds,
                    backPressure,
                    maxQueued,
                    slowDatabase,
                    memory.usages(),
                    queued(),
                    events.summary(confirmed));
        } finally {
            progress.end();
        }
    }

    private List<FillResult> fill(DaemonThreads threads) throws InterruptedException {
        progress.begin("fill the queue", options.maxPending());
        List<Future<FillResult>> fillers =
                start(threads, FILLERS, () -> new QueueFiller(testbed.producerClient(), options, filled, this::queued));
        return follow(fillers, () -> progress.doneUpTo(Math.min(options.maxPending(), filled.get())));
    }

    private List<BackPressure> call(DaemonThreads threads) throws InterruptedException {
        progress.begin("callers of /hello", CALLERS);
        List<Future<BackPressure>> callers = start(
                threads, CALLERS, () -> new HelloCaller(testbed.producerClient(), options.backend(), CALL_DURATION));
        return follow(callers, () -> {});
    }

    private static <T> List<Future<T>> start(DaemonThreads threads, int count, Supplier<Callable<T>> tasks) {
        List<Future<T>> parts = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            parts.add(threads.start(tasks.get()));
        }
        return parts;
    }

    private <T> List<T> follow(List<Future<T>> parts, Runnable report) throws InterruptedException {
        List<T> results = new ArrayList<>();
        for (Future<T> part : parts) {
            while (!part.isDone()) {
                sample();
                report.run();
                TimeUnit.NANOSECONDS.sleep(SAMPLE_INTERVAL.toNanos());
            }
            results.add(DaemonThreads.resultOf(part));
        }
        return results;
    }

    private void sample() {
        memory.sample();
        maxQueued = Math.max(maxQueued, queued());
    }

    private long queued() {
        return QueuedTasks.count(testbed.producer());
    }

    private SlowDatabaseResult slowDown() throws InterruptedException {
        int seconds = SlowDatabase.seconds();
        progress.begin("slow event database", seconds);
        AtomicInteger elapsed = new AtomicInteger();
        return new SlowDatabase(toEventDatabase, events).measure(() -> {
            TimeUnit.SECONDS.sleep(1);
            memory.sample();
            progress.doneUpTo(Math.min(seconds, elapsed.incrementAndGet()));
        });
    }
}
