package dev.lockrace.benchmarks.names;

import dev.lockrace.benchmarks.setup.Progress;
import dev.lockrace.benchmarks.subject.Store;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * One run of the benchmark on one store.
 *
 * <p>After a warm-up it times the first batch on one thread, uses most names on several threads, and times the last batch
 * on one thread. Then it waits until the store has cleaned up.
 */
final class NamesRun {

    private static final int THREADS = 4;
    private static final Duration PROBE_INTERVAL = Duration.ofSeconds(2);
    private static final Duration MAX_TIME_PER_NAME = Duration.ofMillis(10);

    /** A clean store may keep a fixed number of entries, whatever the number of names (Redis: 1,024 counters). */
    private static final long MAX_CLEAN_ENTRIES = 1_100;

    private final Store store;
    private final SingleUseNames names;
    private final StoreProbe probe;
    private final Duration cleanupTimeout;
    private StoreContents max = new StoreContents(0, 0);

    /**
     * Creates a run.
     *
     * @param cleanupTimeout the maximum time to wait for the store's cleanup
     */
    NamesRun(Store store, SingleUseNames names, StoreProbe probe, Duration cleanupTimeout) {
        this.store = store;
        this.names = names;
        this.probe = probe;
        this.cleanupTimeout = cleanupTimeout;
    }

    /**
     * Uses that many names.
     *
     * @throws IllegalStateException if a lock is not granted or not released, or if the time limit is exceeded
     */
    NamesResult run(long count, Progress progress) throws InterruptedException {
        ManagementFactory.getThreadMXBean().resetPeakThreadCount();
        useUpTo(count / 10, progress);
        JvmUsage before = JvmUsage.now();
        BatchTiming first = BatchTiming.measure(names::useNext);
        useUpTo(count - BatchTiming.SIZE, progress);
        BatchTiming last = BatchTiming.measure(names::useNext);
        StoreContents atEnd = probeStore();
        long endedAt = System.nanoTime();
        StoreContents afterCleanup = awaitCleanup(endedAt);
        long cleanupSeconds = Duration.ofNanos(System.nanoTime() - endedAt).toSeconds();
        int maxThreads = ManagementFactory.getThreadMXBean().getPeakThreadCount();
        return new NamesResult(
                store,
                count,
                first,
                last,
                max,
                atEnd,
                afterCleanup,
                cleanupSeconds,
                before,
                JvmUsage.now(),
                maxThreads);
    }

    private void useUpTo(long count, Progress progress) throws InterruptedException {
        long share = Math.max(0, count - names.used()) / THREADS;
        long deadline = System.nanoTime()
                + MAX_TIME_PER_NAME.multipliedBy(count).plusSeconds(30).toNanos();
        ExecutorService executor = Executors.newFixedThreadPool(THREADS);
        try {
            List<Future<Void>> users = new ArrayList<>();
            for (int i = 0; i < THREADS; i++) {
                users.add(executor.submit(use(share)));
            }
            for (Future<Void> user : users) {
                await(user, deadline, progress);
            }
        } finally {
            executor.shutdownNow();
        }
    }

    private Callable<Void> use(long share) {
        return () -> {
            for (long i = 0; i < share; i++) {
                names.useNext();
            }
            return null;
        };
    }

    private void await(Future<Void> user, long deadline, Progress progress) throws InterruptedException {
        while (true) {
            try {
                user.get(PROBE_INTERVAL.toMillis(), TimeUnit.MILLISECONDS);
                return;
            } catch (ExecutionException e) {
                throw new IllegalStateException("A lock name could not be used: " + e.getCause(), e.getCause());
            } catch (TimeoutException e) {
                progress.doneUpTo(names.used());
                probeStore();
                if (System.nanoTime() - deadline > 0) {
                    throw new IllegalStateException(
                            "%s: only %d names were used within the time limit".formatted(store.label(), names.used()),
                            e);
                }
            }
        }
    }

    private StoreContents probeStore() {
        StoreContents now = probe.contents();
        if (now.entries() > max.entries()) {
            max = now;
        }
        return now;
    }

    /** Keeps using locks occasionally, as an application does: a backend cleans up only while it is in use. */
    private StoreContents awaitCleanup(long since) throws InterruptedException {
        StoreContents now = probeStore();
        while (now.entries() > MAX_CLEAN_ENTRIES && System.nanoTime() - since < cleanupTimeout.toNanos()) {
            TimeUnit.SECONDS.sleep(1);
            names.useNext();
            now = probeStore();
        }
        return now;
    }
}
