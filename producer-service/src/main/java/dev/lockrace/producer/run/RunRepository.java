package dev.lockrace.producer.run;

import dev.lockrace.race.event.EventLog;
import dev.lockrace.race.verdict.Verdict;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** The runs in the database: what the producer writes, and the events that the workers wrote. */
@Repository
class RunRepository {

    /** Attempts, and invoices, of other runs in one run's events. */
    static final int MAX_OF_OTHERS = 10_000;

    private final JdbcClient jdbc;

    RunRepository(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    void insert(RunPlan plan) {
        jdbc.sql("""
                insert into run (id, lock_name, backend, fencing, hold_ms, time_to_live_ms, tasks_requested)
                values (:id, :lockName, :backend, :fencing, :hold, :timeToLive, :tasks)
                """)
                .param("id", plan.id())
                .param("lockName", plan.lockName())
                .param("backend", plan.backend().id())
                .param("fencing", plan.fencing())
                .param("hold", plan.hold().toMillis())
                .param("timeToLive", plan.timeToLive().toMillis())
                .param("tasks", plan.tasks())
                .update();
    }

    void published(UUID id, int confirmed, List<Integer> unconfirmed) {
        jdbc.sql("update run set tasks_confirmed = :confirmed, unconfirmed_tasks = :unconfirmed where id = :id")
                .param("id", id)
                .param("confirmed", confirmed)
                .param("unconfirmed", unconfirmed.toArray(Integer[]::new))
                .update();
    }

    /**
     * Makes room for more tasks of a run that has been published; it goes on, also when it had ended.
     *
     * @return how many it has now; nothing when there is no such run, or it would have more than that
     */
    Optional<Integer> extend(UUID id, int tasks, int most) {
        return jdbc.sql("""
                update run set tasks_requested = tasks_requested + :tasks,
                               ended_at = null, peak_holders = null, verdict = null
                where id = :id and tasks_confirmed is not null and tasks_requested <= :most - :tasks
                returning tasks_requested
                """)
                .param("id", id)
                .param("tasks", tasks)
                .param("most", most)
                .query(Integer.class)
                .optional();
    }

    /** What became of tasks that were published later than the others; the run goes on, and is judged anew. */
    void publishedMore(UUID id, int confirmed, List<Integer> unconfirmed) {
        jdbc.sql("""
                update run set tasks_confirmed = tasks_confirmed + :confirmed,
                               unconfirmed_tasks = unconfirmed_tasks || :unconfirmed::integer[],
                               ended_at = null, peak_holders = null, verdict = null
                where id = :id
                """)
                .param("id", id)
                .param("confirmed", confirmed)
                .param("unconfirmed", unconfirmed.toArray(Integer[]::new))
                .update();
    }

    Optional<EventLog.Run> run(UUID id) {
        return jdbc.sql("select * from run where id = :id")
                .param("id", id)
                .query(EventLogRows::run)
                .optional();
    }

    Optional<EventLog> events(UUID id) {
        return run(id).map(run -> new EventLog(run, attempts(id), invoices(id)));
    }

    /**
     * Those of the run, and the latest of other runs of the same lock name that got the lock while it went on: everybody
     * may use a name as often as he likes, and memory has an end.
     */
    private List<EventLog.Attempt> attempts(UUID id) {
        return jdbc.sql("""
                select attempt.*, run.time_to_live_ms from attempt join run on run.id = attempt.run_id
                where run_id = :id
                union all
                (select other.*, sibling.time_to_live_ms from run mine
                join run sibling on sibling.backend = mine.backend and sibling.lock_name = mine.lock_name
                                and sibling.id <> mine.id
                join attempt other on other.run_id = sibling.id
                where mine.id = :id and other.acquired_at is not null
                  and coalesce(other.released_at,
                               coalesce(other.last_requested_at, other.requested_at)
                                   + sibling.time_to_live_ms * interval '1 ms')
                      > mine.created_at
                  and other.acquired_at < coalesce(mine.ended_at, 'infinity')
                order by other.acquired_at desc limit :most)
                order by id
                """)
                .param("id", id)
                .param("most", MAX_OF_OTHERS)
                .query(EventLogRows::attempt)
                .list();
    }

    /**
     * Those of the run, and those of other runs of the same lock name that convict one of them by its token. The smallest
     * token and the last invoice are said apart: else each of the others is compared with each of the run's.
     */
    private List<EventLog.Invoice> invoices(UUID id) {
        return jdbc.sql("""
                with own as (select * from invoice where run_id = :id)
                select * from own
                union all
                (select other.* from run mine
                join run sibling on sibling.backend = mine.backend and sibling.lock_name = mine.lock_name
                                and sibling.id <> mine.id
                join invoice other on other.run_id = sibling.id
                where mine.id = :id
                  and other.token > (select min(token) from own) and other.id < (select max(id) from own)
                  and exists (select from own where other.id < own.id and other.token > own.token)
                order by other.id desc limit :most)
                order by id
                """)
                .param("id", id)
                .param("most", MAX_OF_OTHERS)
                .query(EventLogRows::invoice)
                .list();
    }

    List<RunSummary> latest(int limit) {
        return jdbc.sql("select * from run order by created_at desc limit :limit")
                .param("limit", limit)
                .query(EventLogRows::summary)
                .list();
    }

    /**
     * Settles runs whose publishing is so old that its producer must have died: nobody knows which of their tasks were
     * confirmed, so none counts as confirmed.
     */
    void settleAbandoned(Duration age) {
        jdbc.sql("""
                update run set tasks_confirmed = 0,
                               unconfirmed_tasks = array(select generate_series(1, tasks_requested))
                where tasks_confirmed is null and created_at < clock_timestamp() - :seconds * interval '1 second'
                """).param("seconds", age.toSeconds()).update();
    }

    /** Runs not yet judged, whose confirmed tasks have all ended. */
    List<UUID> ended() {
        return jdbc.sql("""
                select run.id from run
                where ended_at is null and tasks_confirmed <= (
                    select count(distinct task_number) from attempt
                    where attempt.run_id = run.id and task_number <> all (run.unconfirmed_tasks)
                      and outcome in ('invoiced', 'contended', 'duplicate', 'fenced', 'dead-lettered'))
                order by created_at
                """).query(UUID.class).list();
    }

    /**
     * Until the transaction ends, no task of the run becomes pending again, which a retry does.
     *
     * @return false if it is judged already, or gone
     */
    boolean lockUnjudged(UUID id) {
        return jdbc.sql("select id from run where id = :id and ended_at is null for update")
                .param("id", id)
                .query(UUID.class)
                .optional()
                .isPresent();
    }

    void judged(UUID id, Verdict verdict) {
        jdbc.sql("""
                update run set ended_at = clock_timestamp(), peak_holders = :peak, verdict = :verdict
                where id = :id and ended_at is null
                """)
                .param("id", id)
                .param("peak", verdict.counts().peakHolders())
                .param("verdict", verdict.kind().id())
                .update();
    }

    /** Until the transaction ends no run is begun or judged. */
    void lock() {
        jdbc.sql("lock table run in exclusive mode").update();
    }

    List<UUID> going() {
        return jdbc.sql("select id from run where ended_at is null order by created_at")
                .query(UUID.class)
                .list();
    }

    /** In the order in which the workers lock the tables, so that neither waits for the other. */
    void clear() {
        jdbc.sql("truncate fence, attempt, run, invoice").update();
    }
}
