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

/** A workload of threads in one process that contend for lock names and record their calls. */
public final class Workload {

    static final Duration REQUEST_TIMEOUT = Duration.ofMillis(250);

    /** The file beside the logs in which the processes share {@link LockNames}. */
    static final String NAMES_FILE = "names";

    private static final Duration MAX_OVERTIME = Duration.ofSeconds(30);

    private Workload() {}

    /**
     * The plan of a workload.
     *
     * @param prefix a unique prefix of all lock names
     * @param seed determines the actions of each thread, but not their timing
     * @param threads the number of threads
     * @param length the duration
     * @param callExpiredLeases whether the threads also renew, release and revoke expired leases
     */
    public record Plan(String prefix, long seed, int threads, Duration length, boolean callExpiredLeases)
            implements Serializable {}

    /**
     * Runs the workload for the length of the plan, plus up to 30 seconds for the last calls.
     *
     * @param backend closed at the end
     * @param process the name of this process in the history
     * @param log the file in which calls are recorded; it is overwritten. Processes of one workload record them in the
     *     same directory
     * @return the recorded calls
     */
    public static Collection<Event> run(LockBackend backend, Plan plan, String process, Path log)
            throws IOException, InterruptedException, ExecutionException, TimeoutException {
        ExecutorService threads = Executors.newFixedThreadPool(plan.threads(), Workload::thread);
        LockNames names = new LockNames(log.resolveSibling(NAMES_FILE), plan.prefix());
        try (CallLog calls = new CallLog(log, process);
                RecordingBackend recording = new RecordingBackend(backend, calls, names);
                LockClient client = LockClient.builder(recording)
                        .requestTimeout(REQUEST_TIMEOUT)
                        .build()) {
            List<Future<?>> running = new ArrayList<>();
            for (int i = 0; i < plan.threads(); i++) {
                Random random = new Random(plan.seed() + (process + i).hashCode());
                running.add(threads.submit(new Contender(plan, names, process + "-" + i, recording, client, random)));
            }
            for (Future<?> thread : running) {
                thread.get(plan.length().plus(MAX_OVERTIME).toMillis(), TimeUnit.MILLISECONDS);
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
