package dev.lockrace.lab.race;

import dev.lockrace.lab.cli.LabException;
import dev.lockrace.lab.testbed.service.HttpResponse;
import dev.lockrace.lab.testbed.service.ServiceProcess;
import java.io.IOException;
import java.time.Duration;
import java.util.List;

/** The metrics of all workers, as Prometheus would scrape them. */
final class WorkerMetrics {

    private static final Duration TIMEOUT = Duration.ofSeconds(10);

    private final List<ServiceProcess> workers;

    WorkerMetrics(List<ServiceProcess> workers) {
        this.workers = workers;
    }

    /** Returns the current counters, summed over the workers. */
    MetricsSnapshot read() {
        return MetricsSnapshot.sum(workers.stream().map(this::read).toList());
    }

    private String read(ServiceProcess worker) {
        try {
            HttpResponse response = HttpResponse.get(worker.metrics(), "text/plain", TIMEOUT);
            if (!response.isOk()) {
                throw new LabException(
                        "%s answered %d to a request for its metrics".formatted(worker.name(), response.status()));
            }
            return response.body();
        } catch (IOException e) {
            throw new LabException("%s did not return its metrics: %s".formatted(worker.name(), e), e);
        }
    }
}
