package dev.lockrace.lab.overload;

import dev.lockrace.lab.HttpAnswer;
import dev.lockrace.lab.LabException;
import dev.lockrace.lab.stack.ServiceProcess;
import java.io.IOException;
import java.time.Duration;

/** How many tasks are in the queue, by the producer's metric. */
final class WaitingTasks {

    private static final Duration TIMEOUT = Duration.ofSeconds(30);
    private static final String METRIC = "tasks_waiting ";

    private WaitingTasks() {}

    /**
     * The broker's count of at most a second ago, and what the producer has published since.
     *
     * @throws LabException if the producer does not tell it
     */
    static long count(ServiceProcess producer) {
        try {
            return HttpAnswer.get(producer.metrics(), "text/plain", TIMEOUT)
                    .body()
                    .lines()
                    .filter(line -> line.startsWith(METRIC))
                    .map(line -> (long) Double.parseDouble(line.substring(METRIC.length())))
                    .findFirst()
                    .orElseThrow(() -> new LabException("The producer's metrics have no " + METRIC));
        } catch (IOException e) {
            throw new LabException("The producer did not tell its metrics: " + e, e);
        }
    }
}
