package dev.lockrace.conformance.history;

import dev.lockrace.lock.LockBackend;
import dev.lockrace.lock.LockClient;
import java.io.IOException;
import java.io.Serializable;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Threads of one process that contend for lock names, and what they record. */
public final class Workload {

    static final Duration REQUEST_TIMEOUT = Duration.ofMillis(250);

    private static final Duration MAX_END = Duration.ofSeconds(30);

    private Workload() {}

    /**
     * What the threads shall do.
     *
     * @param prefix of all lock names, which nobody else uses
     * @param seed decides what each thread does, though not when
     * @param threads how many
     * @param length how long
     * @param callLate whether they also renew and give back leases that have ended
     */
    public record Plan(String prefix, long seed, int threads, Duration length, boolean callLate)
            implements Serializable {}

    /**
     * Contends for as long as the plan says, and some seconds more at most.
     *
     * @param backend closed at the end
     * @param process what this process is called in the history
     * @param log where to record it; made anew
     * @return what was recorded
     */
    public static Collection<Event> run(LockBackend backend, Plan plan, String process, Path log)
            throws IOException, InterruptedException, ExecutionException, TimeoutException {
        ExecutorService threads = Executors.newFixedThreadPool(plan.threads(), Workload::thread);
        try (CallLog calls = new CallLog(log, process);
                RecordingBackend recording = new RecordingBackend(backend, calls);
                LockClient client =
                        LockClient.builder(recording).requestTimeout(REQUEST_TIMEOUT).build()) {
            List<Future<?>> running = new ArrayList<>();
            for (int i = 0; i < plan.threads(); i++) {
                Random random = new Random(plan.seed() + (process + i).hashCode());
                running.add(threads.submit(new Contender(plan, process + "-" + i, recording, client, random)));
            }
            for (Future<?> thread : running) {
                thread.get(plan.length().plus(MAX_END).toMillis(), TimeUnit.MILLISECONDS);
            }
        } finally {
            threads.shutdownNow();
        }
        return CallLog.read(log);
    }

    private static Thread thread(Runnable task) {
        Thread thread = new Thread(task);
        thread.setDaemon(true);
        return thread;
    }
}
