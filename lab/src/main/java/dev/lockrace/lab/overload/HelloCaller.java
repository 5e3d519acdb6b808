package dev.lockrace.lab.overload;

import dev.lockrace.lab.LabException;
import dev.lockrace.lab.producer.ProducerClient;
import dev.lockrace.lab.producer.ProducerClient.Publication;
import dev.lockrace.race.RaceBackend;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;

/** Calls {@code /hello} again and again, as one of several, whatever it is answered. */
final class HelloCaller implements Callable<PushBack> {

    private final ProducerClient producer;
    private final RaceBackend backend;
    private final Duration length;
    private final Map<UUID, Integer> accepted = new HashMap<>();
    private int refused;
    private int otherwise;

    /**
     * @param length for how long
     */
    HelloCaller(ProducerClient producer, RaceBackend backend, Duration length) {
        this.producer = producer;
        this.backend = backend;
        this.length = length;
    }

    @Override
    public PushBack call() {
        long begun = System.nanoTime();
        while (System.nanoTime() - begun < length.toNanos()) {
            hello();
        }
        return new PushBack(refused, otherwise, accepted);
    }

    private void hello() {
        try {
            Publication answer = producer.tryHello(backend, OverloadOptions.HOLD);
            if (answer.runId() != null) {
                accepted.put(answer.runId(), answer.confirmed());
            } else if (answer.retryAfter() != null) {
                refused++;
            } else {
                otherwise++;
            }
        } catch (IOException | LabException e) {
            otherwise++;
        }
    }
}
