package dev.lockrace.lab.faults;

import dev.lockrace.lab.LabException;
import dev.lockrace.lab.faults.scene.RunningRace;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * One more task every while, so that somebody contends whenever it matters; none while many wait already, which would
 * only take long afterwards. Closing waits for the one being published.
 */
final class Contenders implements AutoCloseable {

    private static final Duration INTERVAL = Duration.ofMillis(200);
    /** As many wait for workers that are all busy, or for a server. */
    private static final int MAX_PENDING = 5;

    private static final Duration LIMIT = Duration.ofSeconds(40);

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
            // While the broker is down; whether enough of them came is judged by the record.
            log.log(System.Logger.Level.DEBUG, "A contender was not added", e);
        }
    }

    @Override
    public void close() {
        adding.cancel(false);
        thread.shutdown();
        try {
            if (!thread.awaitTermination(LIMIT.toSeconds(), TimeUnit.SECONDS)) {
                throw new LabException("A contender was not published within " + LIMIT);
            }
        } catch (InterruptedException e) {
            thread.shutdownNow();
            Thread.currentThread().interrupt();
        }
    }
}
