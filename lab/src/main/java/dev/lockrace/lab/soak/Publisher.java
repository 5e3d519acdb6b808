package dev.lockrace.lab.soak;

import dev.lockrace.lab.producer.ProducerClient;
import dev.lockrace.lab.producer.ProducerClient.Publication;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;

/**
 * Publishes runs one after another, as one of several. What is not confirmed is counted, and asked for again; it goes on
 * while servers are away.
 */
final class Publisher implements Callable<Sent> {

    private static final long PAUSE_MILLIS = 200;

    private final ProducerClient producer;
    private final SoakOptions options;
    private final Quota quota;
    private final Backlog backlog;
    private final Holds holds;
    private final Map<UUID, Integer> confirmed = new HashMap<>();
    private int requests;
    private int refused;
    private int unanswered;
    private int tasks;

    Publisher(ProducerClient producer, SoakOptions options, Quota quota, Backlog backlog, Holds holds) {
        this.producer = producer;
        this.options = options;
        this.quota = quota;
        this.backlog = backlog;
        this.holds = holds;
    }

    /** Blocks until the quota is used up. */
    @Override
    public Sent call() throws InterruptedException {
        for (int share = quota.take(); share > 0; share = quota.take()) {
            int request = backlog.awaitRoom();
            int taken = publish(request, share);
            if (taken < share) {
                quota.giveBack(share - taken);
                TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
            }
        }
        return new Sent(requests, refused, unanswered, tasks, confirmed);
    }

    private int publish(int request, int share) {
        requests++;
        tasks += share;
        int taken = 0;
        try {
            Publication answer = producer.publish(run(request, share));
            refused += answer.status() == HttpURLConnection.HTTP_UNAVAILABLE ? 1 : 0;
            taken = answer.confirmed();
            if (answer.runId() != null) {
                confirmed.put(answer.runId(), taken);
            }
        } catch (IOException e) {
            unanswered++;
        }
        backlog.published(taken);
        return taken;
    }

    private Map<String, ?> run(int request, int share) {
        return Map.of(
                "backend", options.backend().id(),
                "tasks", String.valueOf(share),
                "lockName", options.lockName(request),
                "hold", holds.of(request).toString(),
                "timeToLive", SoakOptions.TIME_TO_LIVE.toString());
    }
}
