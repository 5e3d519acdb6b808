package dev.lockrace.producer.deadletter;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Transactional;

/** The state in the database of the dead letters that are being sent again. */
@Repository
class RetryRepository {

    private final JdbcClient jdbc;

    RetryRepository(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** A dead letter that is about to be sent again. Never compared, so an array component is safe. */
    @SuppressWarnings("ArrayRecordComponent")
    record Claimed(long id, UUID runId, byte[] body) {}

    /** Returns the oldest dead letters with an id above {@code after} that can be sent again. */
    List<Long> retryable(long after, int limit) {
        return jdbc.sql("""
                select dead_letter.id from dead_letter join run on run.id = dead_letter.run_id
                where dead_letter.id > :after order by dead_letter.id limit :limit
                """)
                .param("after", after)
                .param("limit", limit)
                .query(Long.class)
                .list();
    }

    /**
     * Claims dead letters and makes their tasks pending, so that their runs are in progress again. This precedes the
     * sending, so that it cannot overwrite the new outcomes of the tasks.
     *
     * @param lapse the time after which another claim lapses, since its producer must have crashed
     * @return the claimed dead letters, without those that another call is sending
     */
    @Transactional
    List<Claimed> claim(Collection<Long> ids, Duration lapse) {
        List<Claimed> claimed = jdbc.sql("""
                update dead_letter set retrying_since = clock_timestamp()
                where id in (select id from dead_letter where id in (:ids) and run_id is not null order by id for update)
                  and (retrying_since is null or retrying_since < clock_timestamp() - :lapse * interval '1 ms')
                returning id, run_id, body
                """)
                .param("ids", ids)
                .param("lapse", lapse.toMillis())
                .query((row, number) ->
                        new Claimed(row.getLong("id"), row.getObject("run_id", UUID.class), row.getBytes("body")))
                .list();
        if (!claimed.isEmpty()) {
            reopen(claimed);
        }
        return claimed;
    }

    /** Locks {@code run} before {@code attempt}, as {@code RunRepository} does to clear the tables. */
    private void reopen(List<Claimed> claimed) {
        jdbc.sql("""
                update run set ended_at = null, peak_holders = null, verdict = null
                where id in (select id from run where id in (:runs) order by id for update)
                """)
                .param("runs", claimed.stream().map(Claimed::runId).distinct().toList())
                .update();
        markAttempts(claimed.stream().map(Claimed::id).toList(), "dead-lettered", "retried");
    }

    private void markAttempts(Collection<Long> ids, String from, String to) {
        jdbc.sql("""
                update attempt set outcome = :to from dead_letter
                where dead_letter.id in (:ids) and attempt.run_id = dead_letter.run_id
                  and attempt.task_number = dead_letter.task_number and attempt.outcome = :from
                """).param("ids", ids).param("from", from).param("to", to).update();
    }

    /** Deletes dead letters that the broker confirmed. */
    void sent(Collection<Long> ids) {
        if (!ids.isEmpty()) {
            jdbc.sql("delete from dead_letter where id in (:ids)")
                    .param("ids", ids)
                    .update();
        }
    }

    /** Releases the claim on dead letters that the broker did not confirm. They stay listed and may still arrive. */
    @Transactional
    void notSent(Collection<Long> ids) {
        if (!ids.isEmpty()) {
            markAttempts(ids, "retried", "dead-lettered");
            jdbc.sql("update dead_letter set retrying_since = null where id in (:ids)")
                    .param("ids", ids)
                    .update();
        }
    }
}
