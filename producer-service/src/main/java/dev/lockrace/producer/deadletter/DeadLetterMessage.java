package dev.lockrace.producer.deadletter;

import dev.lockrace.race.SingleLine;
import dev.lockrace.race.task.InvalidTaskException;
import dev.lockrace.race.task.RaceQueues;
import dev.lockrace.race.task.TaskMessage;
import dev.lockrace.race.task.TaskMessageCodec;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What is known of a message in the dead queue. Headers may be anybody's: what is taken from them is one line of bounded length.
 *
 * @param deadId by which it is known when it is delivered twice; null where no worker gave it one
 * @param worker that gave up; null where it was the broker
 * @param task null where it can't be read
 */
record DeadLetterMessage(
        @Nullable UUID deadId,
        String reason,
        @Nullable String worker,
        @Nullable TaskMessage task) {

    private static final String BROKERS_REASON_HEADER = "x-first-death-reason";

    static DeadLetterMessage of(byte[] body, Map<String, Object> headers, TaskMessageCodec codec) {
        String brokers = text(headers, BROKERS_REASON_HEADER);
        if (brokers != null) {
            // The broker keeps a message's headers, and two with the same id would be taken for one.
            return new DeadLetterMessage(null, "The broker gave it up: " + brokers, null, task(body, codec));
        }
        return new DeadLetterMessage(
                uuid(text(headers, RaceQueues.DEAD_LETTER_ID_HEADER)),
                reason(headers),
                text(headers, RaceQueues.WORKER_HEADER),
                task(body, codec));
    }

    private static String reason(Map<String, Object> headers) {
        String workers = text(headers, RaceQueues.REASON_HEADER);
        return workers == null
                ? "Nobody said why: the header %s is missing".formatted(RaceQueues.REASON_HEADER)
                : workers;
    }

    private static @Nullable String text(Map<String, Object> headers, String name) {
        Object value = headers.get(name);
        return value == null ? null : SingleLine.of(value.toString());
    }

    private static @Nullable UUID uuid(@Nullable String text) {
        try {
            return text == null ? null : UUID.fromString(text);
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    private static @Nullable TaskMessage task(byte[] body, TaskMessageCodec codec) {
        try {
            return codec.read(body);
        } catch (InvalidTaskException e) {
            return null;
        }
    }
}
