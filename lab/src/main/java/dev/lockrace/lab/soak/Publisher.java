package dev.lockrace.lab.soak;

import dev.lockrace.lab.testbed.service.ProducerClient;
import dev.lockrace.lab.testbed.service.ProducerClient.Publication;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;

/**
 * One of several publishers. It publishes runs one after another, also while servers are down. Unconfirmed tasks are
 * published again.
 */
final class Publisher implements Callable<PublishResult> {

    private static final long RETRY_PAUSE_MILLIS = 200;

    private final ProducerClient producer;
    private final SoakOptions options;
    private final PublishTarget target;
    private final Backlog backlog;
    private final HoldDurations holds;
    private final Map<UUID, Integer> confirmed = new HashMap<>();
    private int requests;
    private int rejected;
    private int unanswered;

    Publisher(
            ProducerClient producer, SoakOptions options, PublishTarget target, Backlog backlog, HoldDurations holds) {
        this.producer = producer;
        this.options = options;
        this.target = target;
        this.backlog = backlog;
        this.holds = holds;
    }

    /** Blocks until the target is reached. */
    @Override
    public PublishResult call() throws InterruptedException {
        for (int tasks = target.take(); tasks > 0; tasks = target.take()) {
            int request = backlog.awaitRoom();
            int confirmedTasks = publish(request, tasks);
            if (confirmedTasks < tasks) {
                target.putBack(tasks - confirmedTasks);
                TimeUnit.MILLISECONDS.sleep(RETRY_PAUSE_MILLIS);
            }
        }
        return new PublishResult(requests, rejected, unanswered, confirmed);
    }

    private int publish(int request, int tasks) {
        requests++;
        int confirmedTasks = 0;
        try {
            Publication response = producer.publish(run(request, tasks));
            rejected += response.status() == HttpURLConnection.HTTP_UNAVAILABLE ? 1 : 0;
            confirmedTasks = response.confirmed();
            if (response.runId() != null) {
                confirmed.put(response.runId(), confirmedTasks);
            }
        } catch (IOException e) {
            unanswered++;
        }
        backlog.published(confirmedTasks);
        return confirmedTasks;
    }

    private Map<String, ?> run(int request, int tasks) {
        return Map.of(
                "backend", options.backend().id(),
                "tasks", String.valueOf(tasks),
                "lockName", options.lockName(request),
                "hold", holds.of(request).toString(),
                "timeToLive", SoakOptions.TIME_TO_LIVE.toString());
    }
}
