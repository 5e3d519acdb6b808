package dev.lockrace.producer.deadletter;

import dev.lockrace.producer.broker.ConfirmedSender;
import dev.lockrace.producer.deadletter.RetryRepository.Claimed;
import java.time.Duration;
import java.util.BitSet;
import java.util.Collection;
import java.util.List;
import java.util.stream.IntStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;

/**
 * Sends dead tasks again. A task stays on the list until the broker has confirmed it, so a failure in between can send
 * it twice, and never loses it; a task that was done before ends as a duplicate.
 */
@Component
class DeadLetterRetry {

    private static final Logger log = LoggerFactory.getLogger(DeadLetterRetry.class);
    private static final int BATCH = 100;
    private static final int MAX_BATCHES = 100;
    private static final Duration MAX_SENDING = Duration.ofMinutes(1);

    private final RetryRepository repository;
    private final ConfirmedSender sender;
    private final Duration confirmTimeout;

    DeadLetterRetry(
            RetryRepository repository,
            ConfirmedSender sender,
            @Value("${lockrace.lock.confirm-timeout:10s}") Duration confirmTimeout) {
        this.repository = repository;
        this.sender = sender;
        this.confirmTimeout = confirmTimeout;
    }

    /**
     * What became of tasks that were to be sent again.
     *
     * @param sent confirmed by the broker, and no longer listed
     * @param unconfirmed still listed; they may arrive all the same
     */
    record Outcome(int sent, int unconfirmed) {}

    /** Sends this task again, unless somebody else is at it; blocks until the broker has confirmed it. */
    Outcome retry(long id) {
        return send(List.of(id));
    }

    /** Sends all again that can be, 10,000 at most, and none after the first that is not confirmed. */
    Outcome retryAll() {
        int sent = 0;
        long last = 0;
        for (int batch = 0; batch < MAX_BATCHES; batch++) {
            List<Long> ids = repository.retryable(last, BATCH);
            if (ids.isEmpty()) {
                break;
            }
            last = ids.get(ids.size() - 1);
            Outcome outcome = send(ids);
            sent += outcome.sent();
            if (outcome.unconfirmed() > 0) {
                return new Outcome(sent, outcome.unconfirmed());
            }
        }
        return new Outcome(sent, 0);
    }

    private Outcome send(Collection<Long> ids) {
        List<Claimed> claimed = repository.claim(ids, confirmTimeout.plus(MAX_SENDING));
        BitSet confirmed =
                sender.send(claimed.size(), index -> claimed.get(index).body(), confirmTimeout);
        List<Long> sent = ids(claimed, confirmed, true);
        List<Long> unconfirmed = ids(claimed, confirmed, false);
        repository.sent(sent);
        repository.notSent(unconfirmed);
        log.info("Sent {} dead tasks again, and {} were not confirmed", sent.size(), unconfirmed.size());
        return new Outcome(sent.size(), unconfirmed.size());
    }

    private static List<Long> ids(List<Claimed> claimed, BitSet confirmed, boolean wanted) {
        return IntStream.range(0, claimed.size())
                .filter(index -> confirmed.get(index) == wanted)
                .mapToObj(index -> claimed.get(index).id())
                .toList();
    }
}
