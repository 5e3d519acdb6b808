package dev.lockrace.lab.race;

import dev.lockrace.lab.HttpAnswer;
import dev.lockrace.lab.LabException;
import dev.lockrace.lab.stack.ServiceProcess;
import java.io.IOException;
import java.time.Duration;
import java.util.List;

/** Reads the metrics of all workers, as Prometheus would. */
final class WorkerMetrics {

    private static final Duration TIMEOUT = Duration.ofSeconds(10);

    private final List<ServiceProcess> workers;

    WorkerMetrics(List<ServiceProcess> workers) {
        this.workers = workers;
    }

    /** The counters of now, summed over the workers. */
    MetricsSnapshot read() {
        return MetricsSnapshot.sum(workers.stream().map(this::read).toList());
    }

    private String read(ServiceProcess worker) {
        try {
            HttpAnswer answer = HttpAnswer.get(worker.metrics(), "text/plain", TIMEOUT);
            if (!answer.isOk()) {
                throw new LabException(
                        "%s answered %d when asked for its metrics".formatted(worker.name(), answer.status()));
            }
            return answer.body();
        } catch (IOException e) {
            throw new LabException("%s did not tell its metrics: %s".formatted(worker.name(), e), e);
        }
    }
}
