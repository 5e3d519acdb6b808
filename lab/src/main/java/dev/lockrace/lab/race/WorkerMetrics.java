package dev.lockrace.lab.race;

import dev.lockrace.lab.LabException;
import dev.lockrace.lab.stack.ServiceProcess;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;

/** Reads the metrics of all workers, as Prometheus would. */
final class WorkerMetrics {

    private static final Duration TIMEOUT = Duration.ofSeconds(10);

    private final HttpClient http = HttpClient.newHttpClient();
    private final List<ServiceProcess> workers;

    WorkerMetrics(List<ServiceProcess> workers) {
        this.workers = workers;
    }

    /** The counters of now, summed over the workers. */
    MetricsSnapshot read() {
        return MetricsSnapshot.sum(workers.stream().map(this::read).toList());
    }

    private String read(ServiceProcess worker) {
        HttpRequest request = HttpRequest.newBuilder(worker.metrics())
                .header("Accept", "text/plain")
                .timeout(TIMEOUT)
                .build();
        try {
            HttpResponse<String> response = http.send(request, BodyHandlers.ofString());
            if (response.statusCode() != 200) {
                throw new LabException(
                        "%s answered %d when asked for its metrics".formatted(worker.name(), response.statusCode()));
            }
            return response.body();
        } catch (IOException e) {
            throw new LabException("%s did not tell its metrics: %s".formatted(worker.name(), e), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new LabException("Interrupted while reading metrics", e);
        }
    }
}
