package dev.lockrace.worker.event;

import dev.lockrace.lock.Lease;
import dev.lockrace.race.SingleLine;
import dev.lockrace.race.event.AttemptOutcome;
import dev.lockrace.race.task.TaskMessage;
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
 * The event log of attempts, and the invoice that an attempt writes. Each call is one statement and one transaction.
 *
 * <p>Event-only writes are committed without waiting for the disk ({@code synchronous_commit} off for that transaction).
 * A crash of the database may lose the last of them but never reorders them. Three writes wait for the disk:
 *
 * <ul>
 *   <li>the invoice;
 *   <li>the end of a task, because its message is acknowledged next and no other worker would end the task again;
 *   <li>the start of an attempt. After a crash the database could otherwise reuse its id, and the next attempt would not
 *       see that this one may hold the lock.
 * </ul>
 */
@Repository
public class AttemptLog {

    private static final Logger log = LoggerFactory.getLogger(AttemptLog.class);

    private final JdbcClient jdbc;
    private final String worker;

    AttemptLog(JdbcClient jdbc, WorkerProperties properties) {
        this.jdbc = jdbc;
        this.worker = properties.name();
    }

    /**
     * A recorded attempt in progress.
     *
     * @param requestedAt the time of the record, before the lock was requested
     * @param predecessorAge time since the request of an earlier attempt of the same task that may still hold a lease,
     *     renewals not counted; null if there is none
     * @param taskEnded whether the task had ended before, so that no work is left
     */
    public record StartedAttempt(
            long id, DatabaseClock requestedAt, @Nullable Duration predecessorAge, boolean taskEnded) {}

    /**
     * Records the start of an attempt.
     *
     * @return empty if the task's run does not exist
     */
    public Optional<StartedAttempt> start(TaskMessage task) {
        return of(AttemptSql.START, task)
                .param("worker", worker)
                .query(AttemptLog::startedAttempt)
                .optional();
    }

    private static StartedAttempt startedAttempt(ResultSet row, int number) throws SQLException {
        Instant requestedAt =
                row.getObject("requested_at", OffsetDateTime.class).toInstant();
        return new StartedAttempt(
                row.getLong("id"),
                DatabaseClock.receivedNow(requestedAt),
                optionalMillis(row, "open_age_ms"),
                row.getBoolean("ended"));
    }

    private static @Nullable Duration optionalMillis(ResultSet row, String column) throws SQLException {
        long millis = row.getLong(column);
        return row.wasNull() ? null : Duration.ofMillis(millis);
    }

    /**
     * Returns the time since the last recorded lease request of an earlier attempt of the same task that is still in
     * progress; empty if there is none.
     */
    public Optional<Duration> predecessorLastRequestAge(StartedAttempt attempt, TaskMessage task) {
        return of(AttemptSql.PREDECESSOR_LAST_REQUEST, task)
                .param("id", attempt.id())
                .query((row, number) -> Optional.ofNullable(optionalMillis(row, "age_ms")))
                .single();
    }

    /** Records that the attempt is about to request the lock again. */
    public void requestedAgain(StartedAttempt attempt) {
        jdbc.sql(AttemptSql.REQUESTED_AGAIN).param("id", attempt.id()).query().singleRow();
    }

    /**
     * Records the grant.
     *
     * @return whether the task already has an invoice
     */
    public boolean acquired(StartedAttempt attempt, TaskMessage task, Lease lease) {
        return of(AttemptSql.ACQUIRED, task)
                .param("id", attempt.id())
                .param("token", token(lease), Types.BIGINT)
                .query((row, number) -> row.getBoolean("invoiced"))
                .single();
    }

    /**
     * Records a renewal of the lease. A failure is logged only: the recorded hold becomes shorter than the true one,
     * which cannot produce a false violation.
     */
    public void renewed(StartedAttempt attempt, TaskMessage task, Lease lease) {
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
                    "Cannot record a renewal by task {} of run {}, the recorded hold of lock {} will be too short: {}",
                    task.taskNumber(),
                    task.runId(),
                    SingleLine.of(task.lockName()),
                    e.toString());
        }
    }

    /** Records the outcome of an attempt that wrote no invoice, and the release that follows. */
    public void close(StartedAttempt attempt, AttemptOutcome outcome, @Nullable String reason) {
        jdbc.sql(AttemptSql.CLOSE)
                .param("id", attempt.id())
                .param("outcome", outcome.id())
                .param("endsTask", outcome.endsTask())
                .param("reason", reason)
                .query()
                .singleRow();
    }

    /**
     * Closes interrupted attempts of this worker at the task. Their outcome is unknown, because they may have left a
     * lease.
     */
    public void closeInterrupted(TaskMessage task, String reason) {
        of(AttemptSql.CLOSE_INTERRUPTED, task)
                .param("worker", worker)
                .param("reason", reason)
                .update();
    }

    /**
     * Writes the invoice, unless the task has one or the fence rejects the token, and closes the attempt in the same
     * transaction.
     *
     * @return invoiced, duplicate or fenced
     */
    public AttemptOutcome writeInvoice(StartedAttempt attempt, TaskMessage task, Lease lease) {
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

    private static @Nullable OffsetDateTime lastRequest(StartedAttempt attempt, TaskMessage task, Lease lease) {
        Instant lowerBound = attempt.requestedAt().noLaterThanLastRequest(lease, task.timeToLive());
        return lowerBound == null ? null : lowerBound.atOffset(ZoneOffset.UTC);
    }

    private static @Nullable Long token(Lease lease) {
        return lease.hasFencingToken() ? lease.fencingToken() : null;
    }
}
