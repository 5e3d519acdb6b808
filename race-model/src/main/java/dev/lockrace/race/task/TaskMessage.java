package dev.lockrace.race.task;

import dev.lockrace.race.DurationRange;
import dev.lockrace.race.RaceBackend;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.UUID;

/**
 * The message of one task of a run.
 *
 * @param version the version of this format; a reader rejects later versions
 * @param runId the run of the task
 * @param taskNumber the number of the task in its run, from 1
 * @param lockName the name of the lock, at most {@value #MAX_LOCK_NAME_BYTES} bytes of UTF-8, without NUL, which
 *     PostgreSQL cannot store
 * @param backend the name of a {@link RaceBackend}, or of a backend that only a later worker knows
 * @param hold the duration of the work under the lock; may exceed the time to live, since the workers renew their
 *     leases
 * @param timeToLive the time to live of the lease
 * @param fencing whether an invoice is rejected after one with a greater fencing token
 * @param title the title of the invoice, at most {@value #MAX_TITLE_LENGTH} characters
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

    /** The version that this code writes, and the latest that it reads. */
    public static final int VERSION = 1;

    public static final int MAX_TITLE_LENGTH = 100;
    public static final int MAX_LOCK_NAME_BYTES = 1024;

    /** The maximum hold. {@link RaceQueues#ACKNOWLEDGEMENT_TIMEOUT} depends on it. */
    public static final Duration MAX_HOLD = Duration.ofMinutes(8);

    /** The range of {@link #hold}. */
    public static final DurationRange HOLD_RANGE = new DurationRange(Duration.ZERO, MAX_HOLD);

    /** The range of {@link #timeToLive}. */
    public static final DurationRange TIME_TO_LIVE_RANGE =
            new DurationRange(Duration.ofMillis(1), Duration.ofMinutes(10));

    /**
     * Checks every value.
     *
     * @throws InvalidTaskException if a value is invalid; its message names the field and the value
     */
    public TaskMessage {
        require(version >= 1 && version <= VERSION, "version must be 1 to " + VERSION, version);
        require(taskNumber >= 1, "taskNumber must be at least 1", taskNumber);
        require(
                isLockName(lockName),
                "lockName must have 1 to %d bytes of valid UTF-8 without NUL".formatted(MAX_LOCK_NAME_BYTES),
                lockName);
        require(isText(backend), "backend must be valid text", backend);
        require(HOLD_RANGE.contains(hold), "hold must be " + HOLD_RANGE, hold);
        require(TIME_TO_LIVE_RANGE.contains(timeToLive), "timeToLive must be " + TIME_TO_LIVE_RANGE, timeToLive);
        int titleLength = title.codePointCount(0, title.length());
        require(
                isText(title) && titleLength <= MAX_TITLE_LENGTH,
                "title must have 1 to %d characters and no NUL".formatted(MAX_TITLE_LENGTH),
                "%d characters: %s".formatted(titleLength, title));
    }

    /** Returns whether a lock can have this name. */
    public static boolean isLockName(String text) {
        return isText(text) && text.getBytes(StandardCharsets.UTF_8).length <= MAX_LOCK_NAME_BYTES;
    }

    /** Returns whether the text is not empty and can be stored: no NUL, no unpaired surrogate. */
    private static boolean isText(String text) {
        return !text.isEmpty()
                && text.indexOf('\0') < 0
                && StandardCharsets.UTF_8.newEncoder().canEncode(text);
    }

    private static void require(boolean condition, String rule, Object value) {
        if (!condition) {
            throw new InvalidTaskException("%s, was: %s".formatted(rule, value));
        }
    }
}
