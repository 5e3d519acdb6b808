package dev.lockrace.lab.faults.experiment;

import dev.lockrace.lab.cli.LabException;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * A source of contention: it adds a task to the race at regular intervals, except while many tasks are pending, which
 * would only prolong the race. Closing it waits for a task that is being published.
 */
final class Contenders implements AutoCloseable {

    private static final Duration INTERVAL = Duration.ofMillis(200);

    /** Reached if all workers are busy or a server is down. No task is added then. */
    private static final int MAX_PENDING = 5;

    private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(40);

    private static final System.Logger log = System.getLogger(Contenders.class.getName());

    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "contenders");
        thread.setDaemon(true);
        return thread;
    });

    private final Future<?> adding;

    private Contenders(RunningRace race) {
        long interval = INTERVAL.toMillis();
        adding = thread.scheduleWithFixedDelay(() -> add(race), interval, interval, TimeUnit.MILLISECONDS);
    }

    static Contenders start(RunningRace race) {
        return new Contenders(race);
    }

    private static void add(RunningRace race) {
        try {
            if (race.pendingTasks() < MAX_PENDING) {
                race.addContender();
            }
        } catch (LabException e) {
            // The broker may be down. The checker decides from the events whether there was enough contention.
            log.log(System.Logger.Level.DEBUG, "Could not add a contender", e);
        }
    }

    @Override
    public void close() {
        adding.cancel(false);
        thread.shutdown();
        try {
            if (!thread.awaitTermination(CLOSE_TIMEOUT.toSeconds(), TimeUnit.SECONDS)) {
                throw new LabException(
                        "The producer did not confirm a contender within %d s".formatted(CLOSE_TIMEOUT.toSeconds()));
            }
        } catch (InterruptedException e) {
            thread.shutdownNow();
            Thread.currentThread().interrupt();
        }
    }
}
