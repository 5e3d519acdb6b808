package dev.lockrace.producer.deadletter;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Transactional;

/** Dead tasks on their way back: what the database says of them changes before they are sent, and after. */
@Repository
class RetryRepository {

    private final JdbcClient jdbc;

    RetryRepository(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** A dead task that is about to be sent again. Nobody compares two. */
    @SuppressWarnings("ArrayRecordComponent")
    record Claimed(long id, UUID runId, byte[] body) {}

    /** The oldest after that one which can be sent again. */
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
     * Makes these tasks pending: their runs have not ended, and are judged again. All that before they are sent, so that
     * what becomes of them is not changed by it.
     *
     * @param lapse after which another's claim no longer counts: its producer must have died
     * @return those that nobody else is sending
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

    /** Run before attempt, as who clears the tables. */
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

    /** The broker has them. */
    void sent(Collection<Long> ids) {
        if (!ids.isEmpty()) {
            jdbc.sql("delete from dead_letter where id in (:ids)")
                    .param("ids", ids)
                    .update();
        }
    }

    /** The broker did not confirm them: they stay dead, and may arrive all the same. */
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
