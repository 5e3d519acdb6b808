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
 * A message from the dead-letter queue. Its headers may come from anyone, so their text is reduced to one line of
 * bounded length.
 *
 * @param deadLetterId the id that identifies a message that is delivered twice; null if no worker assigned one
 * @param reason the reason why it was dead-lettered
 * @param worker the worker that dead-lettered it; null if the broker did
 * @param task the task; null if it cannot be read
 */
record DeadLetterMessage(
        @Nullable UUID deadLetterId,
        String reason,
        @Nullable String worker,
        @Nullable TaskMessage task) {

    private static final String BROKER_REASON_HEADER = "x-first-death-reason";

    static DeadLetterMessage of(byte[] body, Map<String, Object> headers, TaskMessageCodec codec) {
        String brokerReason = text(headers, BROKER_REASON_HEADER);
        if (brokerReason != null) {
            // The broker keeps the headers of the sender. Messages with the same id would be taken for one.
            return new DeadLetterMessage(null, "Dead-lettered by the broker: " + brokerReason, null, task(body, codec));
        }
        return new DeadLetterMessage(
                uuid(text(headers, RaceQueues.DEAD_LETTER_ID_HEADER)),
                reason(headers),
                text(headers, RaceQueues.WORKER_HEADER),
                task(body, codec));
    }

    private static String reason(Map<String, Object> headers) {
        String workerReason = text(headers, RaceQueues.REASON_HEADER);
        return workerReason == null
                ? "Unknown: the header %s is missing".formatted(RaceQueues.REASON_HEADER)
                : workerReason;
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
