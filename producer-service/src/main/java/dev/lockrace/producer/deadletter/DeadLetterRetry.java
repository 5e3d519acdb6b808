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
 * The service that sends dead letters again. A dead letter stays listed until the broker has confirmed it. A failure in
 * between may send a task twice but never loses it, and the second delivery ends as a duplicate.
 */
@Component
class DeadLetterRetry {

    private static final Logger log = LoggerFactory.getLogger(DeadLetterRetry.class);
    private static final int BATCH_SIZE = 100;
    private static final int MAX_BATCHES = 100;
    private static final Duration MAX_SEND_TIME = Duration.ofMinutes(1);

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
     * The outcome of a retry.
     *
     * @param sent the number of dead letters that the broker confirmed and that are no longer listed
     * @param unconfirmed the number of dead letters that are still listed but may still arrive
     */
    record Outcome(int sent, int unconfirmed) {}

    /** Sends a dead letter again unless it is already being sent. Blocks until the broker has confirmed it. */
    Outcome retry(long id) {
        return send(List.of(id));
    }

    /** Sends dead letters again, at most 10,000. Stops after the first batch that is not fully confirmed. */
    Outcome retryAll() {
        int sent = 0;
        long last = 0;
        for (int batch = 0; batch < MAX_BATCHES; batch++) {
            List<Long> ids = repository.retryable(last, BATCH_SIZE);
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
        List<Claimed> claimed = repository.claim(ids, confirmTimeout.plus(MAX_SEND_TIME));
        BitSet confirmed =
                sender.send(claimed.size(), index -> claimed.get(index).body(), confirmTimeout);
        List<Long> sent = ids(claimed, confirmed, true);
        List<Long> unconfirmed = ids(claimed, confirmed, false);
        repository.sent(sent);
        repository.notSent(unconfirmed);
        log.info("Dead letters sent again: {} confirmed, {} unconfirmed", sent.size(), unconfirmed.size());
        return new Outcome(sent.size(), unconfirmed.size());
    }

    private static List<Long> ids(List<Claimed> claimed, BitSet confirmed, boolean wanted) {
        return IntStream.range(0, claimed.size())
                .filter(index -> confirmed.get(index) == wanted)
                .mapToObj(index -> claimed.get(index).id())
                .toList();
    }
}
