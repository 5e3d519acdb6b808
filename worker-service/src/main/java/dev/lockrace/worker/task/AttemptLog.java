package dev.lockrace.worker.task;

import dev.lockrace.lock.Lease;
import dev.lockrace.race.AttemptOutcome;
import dev.lockrace.race.TaskMessage;
import dev.lockrace.worker.WorkerProperties;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.core.simple.JdbcClient.StatementSpec;
import org.springframework.stereotype.Repository;

/**
 * The record of attempts, and the invoice that one of them writes. Each call is one statement and one transaction.
 *
 * <p>What is only evidence is committed without waiting for the disk ({@code synchronous_commit} off for that
 * transaction): a crash of the server may lose the last of it, never reorder it. The invoice always waits.
 */
@Repository
class AttemptLog {

    private static final String WITHOUT_WAITING = "set_config('synchronous_commit', 'off', true)";

    /**
     * An earlier attempt may still have a lease while it is open; when the lock server did not answer; and when it gave
     * the lease back, since it was closed before that.
     */
    private static final String BEGIN = """
            with mine as (
                insert into attempt (run_id, task_number, worker, requested_at)
                select id, :task, :worker, clock_timestamp() from run where id = :run
                returning id),
            earlier as (
                select max(requested_at) filter (where outcome is null or outcome = 'unknown'
                                                 or (outcome in ('lost', 'given-back') and acquired_at is not null))
                           as open_since,
                       coalesce(bool_or(outcome in ('invoiced', 'contended', 'duplicate', 'fenced')), false) as ended
                from attempt where run_id = :run and task_number = :task)
            select mine.id,
                   extract(epoch from clock_timestamp() - earlier.open_since) * 1000 as open_age_ms,
                   earlier.ended or exists (select from invoice where run_id = :run and task_number = :task) as ended,
            """ + WITHOUT_WAITING + " from mine cross join earlier";

    private static final String REQUESTED_AGAIN =
            "update attempt set requested_at = clock_timestamp() where id = :id returning " + WITHOUT_WAITING;

    private static final String ACQUIRED = """
            update attempt set acquired_at = clock_timestamp(), token = :token where id = :id
            returning exists (select from invoice where run_id = :run and task_number = :task) as invoiced,
            """ + WITHOUT_WAITING;

    private static final String CLOSE = """
            update attempt
            set outcome = :outcome, reason = :reason, closed_at = clock_timestamp(),
                released_at = case when acquired_at is not null then clock_timestamp() end
            where id = :id returning
            """ + " " + WITHOUT_WAITING;

    /**
     * The fence's row lock orders the invoices of a lock name, so that their ids are in the order of their commits. With
     * fencing off a smaller token is let through, and convicts the lock. Where the attempt is gone the run was cleared,
     * and nothing is written.
     */
    private static final String WRITE_INVOICE = """
            with passed as (
                insert into fence (backend, lock_name, token)
                select :backend, :lockName, :token from attempt where id = :id and :token is not null
                on conflict (backend, lock_name) do update set token = greatest(fence.token, excluded.token)
                where fence.token <= excluded.token or not :fencing
                returning token),
            written as (
                insert into invoice (run_id, task_number, backend, lock_name, title, worker, token)
                select :run, :task, :backend, :lockName, :title, :worker, :token from attempt
                where id = :id and (:token is null or exists (select from passed))
                on conflict (run_id, task_number) do nothing
                returning id),
            ended as (
                select case when exists (select from written) then 'invoiced'
                            when :token is null or exists (select from passed) then 'duplicate'
                            else 'fenced' end as outcome)
            update attempt
            set outcome = ended.outcome, work_done = ended.outcome <> 'fenced',
                released_at = clock_timestamp(), closed_at = clock_timestamp()
            from ended where attempt.id = :id
            returning attempt.outcome
            """;

    private static final String DEAD = """
            insert into attempt (run_id, task_number, worker, requested_at, closed_at, outcome, reason)
            select id, :task, :worker, clock_timestamp(), clock_timestamp(), 'dead', :reason from run where id = :run
            """;

    private final JdbcClient jdbc;
    private final String worker;

    AttemptLog(JdbcClient jdbc, WorkerProperties properties) {
        this.jdbc = jdbc;
        this.worker = properties.name();
    }

    /**
     * An attempt on record.
     *
     * @param openEarlierAttemptAge how long ago an earlier attempt of the same task asked for the lock that may still
     *     have a lease; null when there is none
     * @param taskHasEnded whether it ended before, so that nothing is left to do
     */
    record Begun(long id, @Nullable Duration openEarlierAttemptAge, boolean taskHasEnded) {}

    /**
     * Records that a try begins.
     *
     * @throws TaskFailedException if the task's run is not on record
     */
    Begun begin(TaskMessage task) {
        return of(BEGIN, task)
                .param("worker", worker)
                .query(AttemptLog::begun)
                .optional()
                .orElseThrow(() -> new TaskFailedException(
                        "Run %s is not on record; was it cleared?".formatted(task.runId()), null));
    }

    private static Begun begun(ResultSet row, int number) throws SQLException {
        long ageMillis = row.getLong("open_age_ms");
        Duration age = row.wasNull() ? null : Duration.ofMillis(ageMillis);
        return new Begun(row.getLong("id"), age, row.getBoolean("ended"));
    }

    /** Records that the lock is about to be asked for once more. */
    void requestedAgain(Begun attempt) {
        jdbc.sql(REQUESTED_AGAIN).param("id", attempt.id()).query().singleRow();
    }

    /**
     * Records the grant.
     *
     * @return whether the task has its invoice already
     */
    boolean acquired(Begun attempt, TaskMessage task, Lease lease) {
        return of(ACQUIRED, task)
                .param("id", attempt.id())
                .param("token", token(lease), Types.BIGINT)
                .query((row, number) -> row.getBoolean("invoiced"))
                .single();
    }

    /** Records how an attempt ended that wrote nothing, and the release that is about to follow. */
    void close(Begun attempt, AttemptOutcome outcome, @Nullable String reason) {
        jdbc.sql(CLOSE)
                .param("id", attempt.id())
                .param("outcome", outcome.id())
                .param("reason", reason)
                .query()
                .singleRow();
    }

    /**
     * Writes the invoice, unless the task has one or the fence refuses the token; closes the attempt in the same
     * transaction.
     *
     * @return invoiced, duplicate or fenced
     */
    AttemptOutcome writeInvoice(Begun attempt, TaskMessage task, Lease lease) {
        return of(WRITE_INVOICE, task)
                .param("id", attempt.id())
                .param("backend", task.backend())
                .param("lockName", task.lockName())
                .param("fencing", task.fencing())
                .param("title", task.title())
                .param("worker", worker)
                .param("token", token(lease), Types.BIGINT)
                .query((row, number) -> AttemptOutcome.of(row.getString("outcome")))
                .single();
    }

    /** Records that a task went to the dead queue; nothing when its run is not on record. */
    void dead(TaskMessage task, String reason) {
        of(DEAD, task).param("worker", worker).param("reason", reason).update();
    }

    private StatementSpec of(String sql, TaskMessage task) {
        return jdbc.sql(sql).param("run", task.runId()).param("task", task.taskNumber());
    }

    private static @Nullable Long token(Lease lease) {
        return lease.hasFencingToken() ? lease.fencingToken() : null;
    }
}
