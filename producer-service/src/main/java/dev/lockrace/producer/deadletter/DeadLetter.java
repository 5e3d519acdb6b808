package dev.lockrace.producer.deadletter;

import dev.lockrace.race.SingleLine;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A dead task in the list.
 *
 * @param runId null where the message can't be read, as is the number of the task
 * @param worker that gave up; null where it was the broker
 * @param body its beginning as one line of text, whatever it is
 * @param bodyBytes the length of the whole
 * @param retrying whether it is just being sent again
 * @param retryRefused why it can't be sent again; null where it can
 * @param links where to send it again
 */
record DeadLetter(
        long id,
        Instant deadLetteredAt,
        String reason,
        @Nullable String worker,
        @Nullable UUID runId,
        @Nullable Integer taskNumber,
        String body,
        int bodyBytes,
        boolean retrying,
        @Nullable String retryRefused,
        Map<String, String> links) {

    /** How much of the body is shown. */
    static final int SHOWN_BYTES = 512;

    /** Of any bytes a line of text: what is no text is replaced, and so is what would begin a new line. */
    static String shown(byte[] start) {
        return SingleLine.of(new String(start, StandardCharsets.UTF_8));
    }

    static String path(long id) {
        return "/dead-letters/" + id;
    }

    /**
     * Why a task can't be sent again; null where it can.
     *
     * @param runIsOnRecord whether the task's run is there; a worker would give up the task at once else
     */
    static @Nullable String refusal(String reason, @Nullable UUID runId, boolean runIsOnRecord) {
        if (runId == null) {
            return "The message can't be read, and would come back at once: " + reason;
        }
        return runIsOnRecord ? null : "Its run %s is not on record; it was cleared".formatted(runId);
    }
}
