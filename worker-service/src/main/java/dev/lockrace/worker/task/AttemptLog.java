package dev.lockrace.worker.task;

import dev.lockrace.lock.Lease;
import dev.lockrace.race.AttemptOutcome;
import dev.lockrace.race.SingleLine;
import dev.lockrace.race.TaskMessage;
import dev.lockrace.worker.WorkerProperties;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.core.simple.JdbcClient.StatementSpec;
import org.springframework.stereotype.Repository;

/**
 * The record of attempts, and the invoice that one of them writes. Each call is one statement and one transaction.
 *
 * <p>What is only events is committed without waiting for the disk ({@code synchronous_commit} off for that
 * transaction): a crash of the server may lose the last of it, never reorder it. Three things wait. The invoice; what
 * ends a task, since its message is acknowledged then, and nobody would end it again; and an attempt's beginning, since
 * the database could give its number to another attempt after a crash, and since who tries the task next must see that
 * this one may have the lock.
 */
@Repository
class AttemptLog {

    private static final Logger log = LoggerFactory.getLogger(AttemptLog.class);

    private final JdbcClient jdbc;
    private final String worker;

    AttemptLog(JdbcClient jdbc, WorkerProperties properties) {
        this.jdbc = jdbc;
        this.worker = properties.name();
    }

    /**
     * An attempt on record.
     *
     * @param begun the moment of its record, before the lock is asked for
     * @param openEarlierAttemptAge how long ago an earlier attempt of the same task asked for the lock, renewals
     *     aside, that may still have a lease; null when there is none
     * @param taskHasEnded whether it ended before, so that nothing is left to do
     */
    record Begun(long id, DatabaseClock begun, @Nullable Duration openEarlierAttemptAge, boolean taskHasEnded) {}

    /**
     * Records that a try begins.
     *
     * @throws TaskFailedException if the task's run is not on record
     */
    Begun begin(TaskMessage task) {
        return of(AttemptSql.BEGIN, task)
                .param("worker", worker)
                .query(AttemptLog::begun)
                .optional()
                .orElseThrow(() -> new TaskFailedException(
                        "Run %s is not on record; was it cleared?".formatted(task.runId()), null));
    }

    private static Begun begun(ResultSet row, int number) throws SQLException {
        Instant begun = row.getObject("requested_at", OffsetDateTime.class).toInstant();
        return new Begun(
                row.getLong("id"),
                DatabaseClock.answeredNow(begun),
                optionalMillis(row, "open_age_ms"),
                row.getBoolean("ended"));
    }

    private static @Nullable Duration optionalMillis(ResultSet row, String column) throws SQLException {
        long millis = row.getLong(column);
        return row.wasNull() ? null : Duration.ofMillis(millis);
    }

    /**
     * How long ago an earlier attempt of the same task that is still open asked for its lease the last time, as far as
     * is on record; nothing when there is none.
     */
    Optional<Duration> earlierLastRequestAge(Begun attempt, TaskMessage task) {
        return of(AttemptSql.EARLIER_LAST_REQUEST, task)
                .param("id", attempt.id())
                .query((row, number) -> Optional.ofNullable(optionalMillis(row, "age_ms")))
                .single();
    }

    /** Records that the lock is about to be asked for once more. */
    void requestedAgain(Begun attempt) {
        jdbc.sql(AttemptSql.REQUESTED_AGAIN).param("id", attempt.id()).query().singleRow();
    }

    /**
     * Records the grant.
     *
     * @return whether the task has its invoice already
     */
    boolean acquired(Begun attempt, TaskMessage task, Lease lease) {
        return of(AttemptSql.ACQUIRED, task)
                .param("id", attempt.id())
                .param("token", token(lease), Types.BIGINT)
                .query((row, number) -> row.getBoolean("invoiced"))
                .single();
    }

    /**
     * Records that the lease was renewed. What fails is logged: the hold will look shorter than it was, and convicts
     * nobody wrongly.
     */
    void renewed(Begun attempt, TaskMessage task, Lease lease) {
        OffsetDateTime lastRequest = lastRequest(attempt, task, lease);
        if (lastRequest == null) {
            return;
        }
        try {
            jdbc.sql(AttemptSql.RENEWED)
                    .param("id", attempt.id())
                    .param("lastRequest", lastRequest, Types.TIMESTAMP_WITH_TIMEZONE)
                    .query()
                    .listOfRows();
        } catch (DataAccessException e) {
            log.warn(
                    "A renewal of {} is not on record, so its hold will look shorter: {}",
                    SingleLine.of(task.lockName()),
                    e.toString());
        }
    }

    /** Records how an attempt ended that wrote nothing, and the release that is about to follow. */
    void close(Begun attempt, AttemptOutcome outcome, @Nullable String reason) {
        jdbc.sql(AttemptSql.CLOSE)
                .param("id", attempt.id())
                .param("outcome", outcome.id())
                .param("endsTask", outcome.endsTask())
                .param("reason", reason)
                .query()
                .singleRow();
    }

    /**
     * Closes what this worker left open of an earlier try, since that was cut short: as unknown, for it may have left a
     * lease.
     */
    void closeInterrupted(TaskMessage task, String reason) {
        of(AttemptSql.CLOSE_INTERRUPTED, task)
                .param("worker", worker)
                .param("reason", reason)
                .update();
    }

    /**
     * Writes the invoice, unless the task has one or the fence refuses the token; closes the attempt in the same
     * transaction.
     *
     * @return invoiced, duplicate or fenced
     */
    AttemptOutcome writeInvoice(Begun attempt, TaskMessage task, Lease lease) {
        return of(AttemptSql.WRITE_INVOICE, task)
                .param("id", attempt.id())
                .param("backend", task.backend())
                .param("lockName", task.lockName())
                .param("fencing", task.fencing())
                .param("title", task.title())
                .param("worker", worker)
                .param("token", token(lease), Types.BIGINT)
                .param("lastRequest", lastRequest(attempt, task, lease), Types.TIMESTAMP_WITH_TIMEZONE)
                .query((row, number) -> AttemptOutcome.of(row.getString("outcome")))
                .single();
    }

    private StatementSpec of(String sql, TaskMessage task) {
        return jdbc.sql(sql).param("run", task.runId()).param("task", task.taskNumber());
    }

    private static @Nullable OffsetDateTime lastRequest(Begun attempt, TaskMessage task, Lease lease) {
        Instant moment = attempt.begun().noLaterThanLastRequest(lease, task.timeToLive());
        return moment == null ? null : moment.atOffset(ZoneOffset.UTC);
    }

    private static @Nullable Long token(Lease lease) {
        return lease.hasFencingToken() ? lease.fencingToken() : null;
    }
}
