package dev.lockrace.lab.testbed.service;

import dev.lockrace.lab.cli.LabException;
import dev.lockrace.lab.cli.Progress;
import java.time.Duration;
import java.util.List;

/** A wait until services are ready. */
public final class Readiness {

    /** Long enough for a busy machine. A service that fails exits, which is detected immediately. */
    private static final Duration TIMEOUT = Duration.ofMinutes(5);

    private static final Duration CHECK_INTERVAL = Duration.ofMillis(50);

    private final long deadline = System.nanoTime() + TIMEOUT.toNanos();

    private Readiness() {}

    /**
     * Blocks until all services are ready.
     *
     * @throws LabException if a service exits or is not ready in time; the message names the service and its log
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
            if (System.nanoTime() - deadline > 0) {
                throw service.notReady(TIMEOUT);
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
