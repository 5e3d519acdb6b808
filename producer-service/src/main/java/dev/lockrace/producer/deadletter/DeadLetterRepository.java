package dev.lockrace.producer.deadletter;

import dev.lockrace.race.task.TaskMessage;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** The dead letters in the database. */
@Repository
class DeadLetterRepository {

    private static final String UNKNOWN_WORKER = "unknown";

    private final JdbcClient jdbc;

    DeadLetterRepository(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /**
     * Checks that the database answers.
     *
     * @throws org.springframework.dao.DataAccessException if it does not
     */
    void check() {
        jdbc.sql("select 1").query().singleRow();
    }

    /**
     * Stores a dead letter and records the outcome of its task, atomically. A second call for the same message has no
     * effect.
     */
    void add(DeadLetterMessage message, byte[] body) {
        TaskMessage task = message.task();
        jdbc.sql("""
                with listed as (
                    insert into dead_letter (dead_letter_id, reason, worker, run_id, task_number, body)
                    values (:deadLetterId, :reason, :worker, :run, :task, :body)
                    on conflict (dead_letter_id) do nothing
                    returning reason, run_id, task_number, worker)
                insert into attempt (run_id, task_number, worker, requested_at, closed_at, outcome, reason)
                select run.id, task_number, coalesce(worker, :unknown), clock_timestamp(), clock_timestamp(), 'dead-lettered',
                       reason
                from listed join run on run.id = listed.run_id
                """)
                .param("deadLetterId", message.deadLetterId(), Types.OTHER)
                .param("reason", message.reason())
                .param("worker", message.worker(), Types.VARCHAR)
                .param("run", task == null ? null : task.runId(), Types.OTHER)
                .param("task", task == null ? null : task.taskNumber(), Types.INTEGER)
                .param("body", body)
                .param("unknown", UNKNOWN_WORKER)
                .update();
    }

    long count() {
        return jdbc.sql("select count(*) from dead_letter").query(Long.class).single();
    }

    /** Returns the latest dead letters with an id below {@code before}. */
    List<DeadLetter> latest(int limit, long before) {
        return select("dead_letter.id < :before order by dead_letter.id desc limit :limit")
                .param("before", before)
                .param("limit", limit)
                .query(DeadLetterRepository::deadLetter)
                .list();
    }

    Optional<DeadLetter> find(long id) {
        return select("dead_letter.id = :id")
                .param("id", id)
                .query(DeadLetterRepository::deadLetter)
                .optional();
    }

    private JdbcClient.StatementSpec select(String condition) {
        return jdbc.sql("""
                select dead_letter.id, dead_lettered_at, reason, worker, run_id, task_number, octet_length(body) as bytes,
                       substring(body from 1 for :shown) as start, retrying_since is not null as retrying,
                       run.id is not null as run_exists
                from dead_letter left join run on run.id = dead_letter.run_id where
                """ + " " + condition).param("shown", DeadLetter.SHOWN_BYTES);
    }

    private static DeadLetter deadLetter(ResultSet row, int number) throws SQLException {
        long id = row.getLong("id");
        String reason = row.getString("reason");
        UUID run = row.getObject("run_id", UUID.class);
        String refusal = DeadLetter.refusal(reason, run, row.getBoolean("run_exists"));
        return new DeadLetter(
                id,
                row.getObject("dead_lettered_at", OffsetDateTime.class).toInstant(),
                reason,
                row.getString("worker"),
                run,
                row.getObject("task_number", Integer.class),
                DeadLetter.shown(row.getBytes("start")),
                row.getInt("bytes"),
                row.getBoolean("retrying"),
                refusal,
                links(id, refusal));
    }

    private static Map<String, String> links(long id, @Nullable String refusal) {
        return refusal == null
                ? Map.of("self", DeadLetter.path(id), "retry", DeadLetter.path(id) + "/retry")
                : Map.of("self", DeadLetter.path(id));
    }

    /** Deletes a dead letter unless it is being sent again. Returns whether it was deleted. */
    boolean delete(long id) {
        return jdbc.sql("delete from dead_letter where id = :id and retrying_since is null")
                        .param("id", id)
                        .update()
                > 0;
    }

    /** Deletes all dead letters that are not being sent again. Returns how many. */
    int deleteAll() {
        return jdbc.sql("delete from dead_letter where retrying_since is null").update();
    }
}
