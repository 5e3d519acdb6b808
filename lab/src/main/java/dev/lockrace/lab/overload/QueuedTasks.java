package dev.lockrace.lab.overload;

import dev.lockrace.lab.cli.LabException;
import dev.lockrace.lab.testbed.service.HttpResponse;
import dev.lockrace.lab.testbed.service.ServiceProcess;
import java.io.IOException;
import java.time.Duration;

/** The number of tasks in the queue, by the producer's metric. */
final class QueuedTasks {

    private static final Duration TIMEOUT = Duration.ofSeconds(30);
    private static final String METRIC = "tasks_waiting ";

    private QueuedTasks() {}

    /**
     * Returns the broker's count, which is up to a second old, plus what the producer has published since.
     *
     * @throws LabException if the producer does not return the metric
     */
    static long count(ServiceProcess producer) {
        try {
            return HttpResponse.get(producer.metrics(), "text/plain", TIMEOUT)
                    .body()
                    .lines()
                    .filter(line -> line.startsWith(METRIC))
                    .map(line -> (long) Double.parseDouble(line.substring(METRIC.length())))
                    .findFirst()
                    .orElseThrow(() -> new LabException("The producer's metrics have no " + METRIC));
        } catch (IOException e) {
            throw new LabException("Cannot read the producer's metrics: " + e, e);
        }
    }
}
