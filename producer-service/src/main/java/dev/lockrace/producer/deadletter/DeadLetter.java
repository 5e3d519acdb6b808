package dev.lockrace.producer.deadletter;

import dev.lockrace.race.SingleLine;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A dead letter in the list.
 *
 * @param reason the reason why it was dead-lettered
 * @param worker the worker that dead-lettered it; null if the broker did
 * @param runId the run of the task; null if the message cannot be read
 * @param taskNumber the number of the task; null if the message cannot be read
 * @param body the start of the message as one line of text
 * @param bodyBytes the size of the whole message
 * @param retrying whether it is being sent again
 * @param retryRefused the reason why it cannot be sent again; null if it can
 * @param links the link to itself and, unless refused, the link that sends it again
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

    /** The maximum number of bytes of the body that are shown. */
    static final int SHOWN_BYTES = 512;

    /** Returns any bytes as one line of text, in which invalid and control characters are replaced. */
    static String shown(byte[] start) {
        return SingleLine.of(new String(start, StandardCharsets.UTF_8));
    }

    static String path(long id) {
        return "/dead-letters/" + id;
    }

    /**
     * Returns the reason why a dead letter cannot be sent again, or null if it can.
     *
     * @param runExists whether the task's run exists; without it, a worker would dead-letter the task again immediately
     */
    static @Nullable String refusal(String reason, @Nullable UUID runId, boolean runExists) {
        if (runId == null) {
            return "the message cannot be read and would be dead-lettered again: " + reason;
        }
        return runExists ? null : "its run %s was cleared".formatted(runId);
    }
}
