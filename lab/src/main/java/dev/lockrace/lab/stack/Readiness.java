package dev.lockrace.lab.stack;

import dev.lockrace.lab.LabException;
import dev.lockrace.lab.progress.Progress;
import java.time.Duration;
import java.util.List;

/** Waits until services can take part. */
public final class Readiness {

    /** Long, for a machine that is busy with other things: a service that fails ends by itself, and is noticed at once. */
    private static final Duration LIMIT = Duration.ofMinutes(5);

    private static final Duration CHECK_INTERVAL = Duration.ofMillis(50);

    private final long end = System.nanoTime() + LIMIT.toNanos();

    private Readiness() {}

    /**
     * Blocks until all are ready.
     *
     * @throws LabException if one ends, or the time is over: names it and its log
     */
    public static void await(List<ServiceProcess> services, Progress progress) {
        Readiness readiness = new Readiness();
        progress.begin("services", services.size());
        try {
            for (ServiceProcess service : services) {
                progress.waitingFor(service.name());
                readiness.await(service);
                progress.done(service.name());
            }
        } finally {
            progress.end();
        }
    }

    private void await(ServiceProcess service) {
        while (!service.isReady()) {
            if (System.nanoTime() - end > 0) {
                throw service.notReady(LIMIT);
            }
            pause();
        }
    }

    private static void pause() {
        try {
            Thread.sleep(CHECK_INTERVAL.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new LabException("Interrupted while the services started", e);
        }
    }
}
