package dev.lockrace.lab.overload;

import dev.lockrace.lab.cli.LabException;
import dev.lockrace.lab.cli.Plural;
import dev.lockrace.lab.testbed.service.ProducerClient;
import dev.lockrace.lab.testbed.service.ProducerClient.Publication;
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

/** One of several publishers that publish runs until the producer rejects requests because the queue is full. */
final class QueueFiller implements Callable<FillResult> {

    private static final int TASKS_PER_RUN = 100;
    private static final long RETRY_PAUSE_MILLIS = 200;

    /** A broker that is short of memory accepts no message for a while. */
    private static final Duration STALL_TIMEOUT = Duration.ofMinutes(2);

    private final ProducerClient producer;
    private final OverloadOptions options;
    private final AtomicInteger total;
    private final LongSupplier queued;
    private final Map<UUID, Integer> confirmed = new HashMap<>();
    private int requests;
    private int rejected;
    private int partlyConfirmed;

    /**
     * @param total counts the confirmed tasks of all publishers
     * @param queued returns the number of tasks in the queue
     */
    QueueFiller(ProducerClient producer, OverloadOptions options, AtomicInteger total, LongSupplier queued) {
        this.producer = producer;
        this.options = options;
        this.total = total;
        this.queued = queued;
    }

    /**
     * Blocks until the queue is full.
     *
     * @throws LabException if the broker accepts no task for a long time, or the producer does not answer
     */
    @Override
    public FillResult call() throws InterruptedException {
        long progressed = System.nanoTime();
        Publication response = publish();
        while (!isFull(response)) {
            if (response.confirmed() > 0) {
                progressed = System.nanoTime();
            } else if (System.nanoTime() - progressed > STALL_TIMEOUT.toNanos()) {
                throw new LabException("The broker accepted no task for %d s, after %s"
                        .formatted(STALL_TIMEOUT.toSeconds(), Plural.of(total.get(), "task")));
            }
            if (response.status() == HttpURLConnection.HTTP_UNAVAILABLE) {
                count(response);
                TimeUnit.MILLISECONDS.sleep(RETRY_PAUSE_MILLIS);
            }
            response = publish();
        }
        return new FillResult(requests, rejected, partlyConfirmed, confirmed);
    }

    private void count(Publication unavailable) {
        if (unavailable.runId() == null) {
            rejected++;
        } else {
            partlyConfirmed++;
        }
    }

    /** The producer also rejects requests if the broker is short of memory, before the queue is full. */
    private boolean isFull(Publication response) {
        return response.runId() == null
                && response.retryAfter() != null
                && queued.getAsLong() > options.maxPending() - 2 * TASKS_PER_RUN;
    }

    private Publication publish() {
        requests++;
        try {
            Publication response = producer.publish(Map.of(
                    "backend", options.backend().id(),
                    "tasks", String.valueOf(TASKS_PER_RUN),
                    "hold", OverloadOptions.HOLD.toString(),
                    "timeToLive", OverloadOptions.TIME_TO_LIVE.toString()));
            if (response.runId() != null) {
                confirmed.put(response.runId(), response.confirmed());
                total.addAndGet(response.confirmed());
            }
            return response;
        } catch (IOException e) {
            throw new LabException(
                    "The producer did not answer after %s: %s".formatted(Plural.of(total.get(), "task"), e), e);
        }
    }
}
