package dev.lockrace.lab.overload;

import dev.lockrace.lab.LabException;
import dev.lockrace.lab.producer.ProducerClient;
import dev.lockrace.lab.producer.ProducerClient.Publication;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;

/** Publishes runs, as one of several, until the producer turns it away since too many tasks wait. */
final class Filler implements Callable<Filling> {

    private static final int TASKS_OF_A_RUN = 100;
    private static final long PAUSE_MILLIS = 200;

    /** A broker that is short of memory takes nothing for a while. */
    private static final Duration MAX_STANDSTILL = Duration.ofMinutes(2);

    private final ProducerClient producer;
    private final OverloadOptions options;
    private final AtomicInteger total;
    private final LongSupplier waiting;
    private final Map<UUID, Integer> confirmed = new HashMap<>();
    private int requests;
    private int turnedAway;
    private int unconfirmed;

    /**
     * @param total is told how many tasks were confirmed
     * @param waiting how many are in the queue
     */
    Filler(ProducerClient producer, OverloadOptions options, AtomicInteger total, LongSupplier waiting) {
        this.producer = producer;
        this.options = options;
        this.total = total;
        this.waiting = waiting;
    }

    /**
     * Blocks until the queue is full.
     *
     * @throws LabException if nothing is taken for a long time, or the producer does not answer
     */
    @Override
    public Filling call() throws InterruptedException {
        long progressed = System.nanoTime();
        Publication answer = publish();
        while (!isFull(answer)) {
            if (answer.confirmed() > 0) {
                progressed = System.nanoTime();
            } else if (System.nanoTime() - progressed > MAX_STANDSTILL.toNanos()) {
                throw new LabException("The broker took no task for %d s, after %d"
                        .formatted(MAX_STANDSTILL.toSeconds(), total.get()));
            }
            if (answer.status() == HttpURLConnection.HTTP_UNAVAILABLE) {
                count(answer);
                TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
            }
            answer = publish();
        }
        return new Filling(requests, turnedAway, unconfirmed, confirmed);
    }

    private void count(Publication refusal) {
        if (refusal.runId() == null) {
            turnedAway++;
        } else {
            unconfirmed++;
        }
    }

    /** A broker that is short of memory has callers turned away, too, before the queue is full. */
    private boolean isFull(Publication answer) {
        return answer.runId() == null
                && answer.retryAfter() != null
                && waiting.getAsLong() > options.tasks() - 2 * TASKS_OF_A_RUN;
    }

    private Publication publish() {
        requests++;
        try {
            Publication answer = producer.publish(Map.of(
                    "backend", options.backend().id(),
                    "tasks", String.valueOf(TASKS_OF_A_RUN),
                    "hold", OverloadOptions.HOLD.toString(),
                    "timeToLive", OverloadOptions.TIME_TO_LIVE.toString()));
            if (answer.runId() != null) {
                confirmed.put(answer.runId(), answer.confirmed());
                total.addAndGet(answer.confirmed());
            }
            return answer;
        } catch (IOException e) {
            throw new LabException("The producer did not answer after %d tasks: %s".formatted(total.get(), e), e);
        }
    }
}
