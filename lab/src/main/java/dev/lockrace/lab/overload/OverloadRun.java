package dev.lockrace.lab.overload;

import dev.lockrace.lab.faults.scene.Network;
import dev.lockrace.lab.load.DaemonThreads;
import dev.lockrace.lab.load.LoadStack;
import dev.lockrace.lab.load.TaskRecord;
import dev.lockrace.lab.overload.SlowDatabase.Slowness;
import dev.lockrace.lab.progress.Progress;
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

/** Fills the queue while workers work, has callers turned away, slows the database, and stops the workers. */
final class OverloadRun {

    private static final int FILLERS = 4;
    static final int CALLERS = 16;
    private static final Duration CALLING = Duration.ofSeconds(10);
    private static final Duration LOOK_INTERVAL = Duration.ofMillis(200);

    /** The producer counts each second. */
    private static final Duration COUNTED = Duration.ofSeconds(3);

    private final LoadStack stack;
    private final Network toRecord;
    private final TaskRecord record;
    private final OverloadOptions options;
    private final Progress progress;
    private final MemoryWatch memory;
    private final AtomicInteger filled = new AtomicInteger();
    private long maxPending;

    OverloadRun(LoadStack stack, Network toRecord, TaskRecord record, OverloadOptions options, Progress progress) {
        this.stack = stack;
        this.toRecord = toRecord;
        this.record = record;
        this.options = options;
        this.progress = progress;
        this.memory = new MemoryWatch(stack);
    }

    /**
     * Blocks until all workers have stopped, with the queue full of tasks.
     *
     * @throws dev.lockrace.lab.LabException if a part fails
     */
    OverloadCourse run() throws InterruptedException {
        try (DaemonThreads threads = new DaemonThreads("overload")) {
            long begun = System.nanoTime();
            Filling filling = Filling.sum(fill(threads));
            double seconds = Duration.ofNanos(System.nanoTime() - begun).toMillis() / 1_000.0;
            memory.lookWhenFull();
            PushBack pushBack = PushBack.sum(call(threads));
            Slowness slowness = slowDown();
            stack.workers().stopAll();
            TimeUnit.NANOSECONDS.sleep(COUNTED.toNanos());
            Map<UUID, Integer> promised = new HashMap<>(filling.confirmed());
            promised.putAll(pushBack.accepted());
            return new OverloadCourse(
                    filling,
                    seconds,
                    pushBack,
                    maxPending,
                    slowness,
                    memory.uses(),
                    waiting(),
                    record.account(promised));
        } finally {
            progress.end();
        }
    }

    private List<Filling> fill(DaemonThreads threads) throws InterruptedException {
        progress.begin("fill the queue", options.tasks());
        return followed(
                start(threads, FILLERS, () -> new Filler(stack.producer(), options, filled, this::waiting)), () -> {
                    progress.doneUpTo(Math.min(options.tasks(), filled.get()));
                });
    }

    private List<PushBack> call(DaemonThreads threads) throws InterruptedException {
        progress.begin("callers of /hello", CALLERS);
        return followed(
                start(threads, CALLERS, () -> new HelloCaller(stack.producer(), options.backend(), CALLING)), () -> {});
    }

    private interface Part<T> {
        Callable<T> make();
    }

    private static <T> List<Future<T>> start(DaemonThreads threads, int count, Part<T> part) {
        List<Future<T>> parts = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            parts.add(threads.start(part.make()));
        }
        return parts;
    }

    private <T> List<T> followed(List<Future<T>> parts, Runnable told) throws InterruptedException {
        List<T> results = new ArrayList<>();
        for (Future<T> part : parts) {
            while (!part.isDone()) {
                look();
                told.run();
                TimeUnit.NANOSECONDS.sleep(LOOK_INTERVAL.toNanos());
            }
            results.add(DaemonThreads.resultOf(part));
        }
        return results;
    }

    private void look() {
        memory.look();
        maxPending = Math.max(maxPending, waiting());
    }

    private long waiting() {
        return WaitingTasks.count(stack.producerProcess());
    }

    private Slowness slowDown() throws InterruptedException {
        int seconds = SlowDatabase.seconds();
        progress.begin("slow database", seconds);
        AtomicInteger passed = new AtomicInteger();
        return new SlowDatabase(toRecord, record).slowness(() -> {
            TimeUnit.SECONDS.sleep(1);
            memory.look();
            progress.doneUpTo(Math.min(seconds, passed.incrementAndGet()));
        });
    }
}
