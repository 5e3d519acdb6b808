package dev.lockrace.lab.overload;

import dev.lockrace.lab.cli.LabException;
import dev.lockrace.lab.testbed.service.ProducerClient;
import dev.lockrace.lab.testbed.service.ProducerClient.Publication;
import dev.lockrace.race.RaceBackend;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;

/** One of several callers that call {@code /hello} repeatedly, regardless of the response. */
final class HelloCaller implements Callable<BackPressure> {

    private final ProducerClient producer;
    private final RaceBackend backend;
    private final Duration duration;
    private final Map<UUID, Integer> accepted = new HashMap<>();
    private int rejected;
    private int failed;

    /**
     * @param duration how long to call
     */
    HelloCaller(ProducerClient producer, RaceBackend backend, Duration duration) {
        this.producer = producer;
        this.backend = backend;
        this.duration = duration;
    }

    @Override
    public BackPressure call() {
        long started = System.nanoTime();
        while (System.nanoTime() - started < duration.toNanos()) {
            hello();
        }
        return new BackPressure(rejected, failed, accepted);
    }

    private void hello() {
        try {
            Publication response = producer.tryHello(backend, OverloadOptions.HOLD);
            if (response.runId() != null) {
                accepted.put(response.runId(), response.confirmed());
            } else if (response.retryAfter() != null) {
                rejected++;
            } else {
                failed++;
            }
        } catch (IOException | LabException e) {
            failed++;
        }
    }
}
