package dev.lockrace.race.task;

import dev.lockrace.race.RaceBackend;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.UUID;

/**
 * One task of a run, as it travels through the broker.
 *
 * @param version of this format; a reader refuses later ones
 * @param runId the run it belongs to
 * @param taskNumber from 1 up
 * @param lockName what is contended for, at most {@value #MAX_LOCK_NAME_BYTES} bytes of UTF-8; without NUL, which
 *     PostgreSQL can't record
 * @param backend a name that {@link RaceBackend} or a later worker knows
 * @param hold how long the work under the lock takes; may be longer than the time to live, since the workers renew
 * @param timeToLive of the lease
 * @param fencing whether the invoice is refused when a greater token has written
 * @param title of the invoice, at most {@value #MAX_TITLE_LENGTH} characters
 */
public record TaskMessage(
        int version,
        UUID runId,
        int taskNumber,
        String lockName,
        String backend,
        Duration hold,
        Duration timeToLive,
        boolean fencing,
        String title) {

    /** The format that this code writes, and the latest that it reads. */
    public static final int VERSION = 1;

    public static final int MAX_TITLE_LENGTH = 100;
    public static final int MAX_LOCK_NAME_BYTES = 1024;

    /**
     * A worker may wait for an earlier hold of its task, for the lease that this left behind, and then hold the lock
     * itself: all that together must stay below RabbitMQ's limit for an acknowledgement, 30 minutes by default.
     */
    public static final Duration MAX_HOLD = Duration.ofMinutes(8);

    public static final Duration MIN_TIME_TO_LIVE = Duration.ofMillis(1);
    public static final Duration MAX_TIME_TO_LIVE = Duration.ofMinutes(10);

    /**
     * @throws InvalidTaskException if a value is outside its limits; the message names field and value
     */
    public TaskMessage {
        require(version >= 1 && version <= VERSION, "version must be 1 to " + VERSION, version);
        require(taskNumber >= 1, "taskNumber must be at least 1", taskNumber);
        require(
                isText(lockName) && bytes(lockName) <= MAX_LOCK_NAME_BYTES,
                "lockName must have 1 to %d bytes of valid UTF-8 without NUL".formatted(MAX_LOCK_NAME_BYTES),
                lockName);
        require(isText(backend), "backend must be valid text", backend);
        require(!hold.isNegative(), "hold must not be negative", hold);
        require(hold.compareTo(MAX_HOLD) <= 0, "hold must be at most " + MAX_HOLD, hold);
        require(
                timeToLive.compareTo(MIN_TIME_TO_LIVE) >= 0 && timeToLive.compareTo(MAX_TIME_TO_LIVE) <= 0,
                "timeToLive must be %s to %s".formatted(MIN_TIME_TO_LIVE, MAX_TIME_TO_LIVE),
                timeToLive);
        int titleLength = title.codePointCount(0, title.length());
        require(
                isText(title) && titleLength <= MAX_TITLE_LENGTH,
                "title must have 1 to %d characters and no NUL".formatted(MAX_TITLE_LENGTH),
                "%d characters: %s".formatted(titleLength, title));
    }

    /** Whether it is not empty and can be recorded: no NUL, no half of a surrogate pair. */
    private static boolean isText(String text) {
        return !text.isEmpty()
                && text.indexOf('\0') < 0
                && StandardCharsets.UTF_8.newEncoder().canEncode(text);
    }

    private static int bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }

    private static void require(boolean condition, String rule, Object value) {
        if (!condition) {
            throw new InvalidTaskException("%s, was: %s".formatted(rule, value));
        }
    }
}
