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
 * Uses many names once: a warm-up, the first thousand one after another, most of them on a few threads, the last
 * thousand one after another; then waits until the store has cleaned up, as far as it does.
 */
final class NamesRun {

    private static final int THREADS = 4;
    private static final Duration PROBE_INTERVAL = Duration.ofSeconds(2);
    private static final Duration NAME_LIMIT = Duration.ofMillis(10);

    /** Settled: however many names were used, a store may keep some entries for all of them (Redis 1,024 counters). */
    private static final long FEW_ENTRIES = 1_100;

    private final Store store;
    private final Names names;
    private final StoreProbe probe;
    private final Duration settleLimit;
    private Contents most = new Contents(0, 0);

    /**
     * @param settleLimit how long to wait for the store to clean up
     */
    NamesRun(Store store, Names names, StoreProbe probe, Duration settleLimit) {
        this.store = store;
        this.names = names;
        this.probe = probe;
        this.settleLimit = settleLimit;
    }

    /**
     * Uses so many names.
     *
     * @throws IllegalStateException if one was not granted or not given back, or if it took far too long
     */
    NamesResult run(long count, Progress progress) throws InterruptedException {
        ManagementFactory.getThreadMXBean().resetPeakThreadCount();
        useUpTo(count / 10, progress);
        ThisJvm before = ThisJvm.now();
        Thousand first = Thousand.time(names::useNext);
        useUpTo(count - Thousand.NAMES, progress);
        Thousand last = Thousand.time(names::useNext);
        Contents atEnd = look();
        long endedAt = System.nanoTime();
        Contents settled = settle(endedAt);
        long settledSeconds = Duration.ofNanos(System.nanoTime() - endedAt).toSeconds();
        int maxThreads = ManagementFactory.getThreadMXBean().getPeakThreadCount();
        return new NamesResult(
                store, count, first, last, most, atEnd, settled, settledSeconds, before, ThisJvm.now(), maxThreads);
    }

    private void useUpTo(long count, Progress progress) throws InterruptedException {
        long share = Math.max(0, count - names.used()) / THREADS;
        long end = System.nanoTime()
                + NAME_LIMIT.multipliedBy(count).plusSeconds(30).toNanos();
        ExecutorService executor = Executors.newFixedThreadPool(THREADS);
        try {
            List<Future<Void>> users = new ArrayList<>();
            for (int i = 0; i < THREADS; i++) {
                users.add(executor.submit(use(share)));
            }
            for (Future<Void> user : users) {
                await(user, end, progress);
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

    private void await(Future<Void> user, long end, Progress progress) throws InterruptedException {
        while (true) {
            try {
                user.get(PROBE_INTERVAL.toMillis(), TimeUnit.MILLISECONDS);
                return;
            } catch (ExecutionException e) {
                throw new IllegalStateException("A name could not be used: " + e.getCause(), e.getCause());
            } catch (TimeoutException e) {
                progress.doneUpTo(names.used());
                look();
                if (System.nanoTime() - end > 0) {
                    throw new IllegalStateException(
                            "%s: only %d names were used in the time allowed".formatted(store.label(), names.used()),
                            e);
                }
            }
        }
    }

    private Contents look() {
        Contents now = probe.contents();
        if (now.entries() > most.entries()) {
            most = now;
        }
        return now;
    }

    /** Locks are used now and then meanwhile, as in an application: who cleans does it when there is work. */
    private Contents settle(long since) throws InterruptedException {
        Contents now = look();
        while (now.entries() > FEW_ENTRIES && System.nanoTime() - since < settleLimit.toNanos()) {
            TimeUnit.SECONDS.sleep(1);
            names.useNext();
            now = look();
        }
        return now;
    }
}
