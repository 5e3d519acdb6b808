package dev.lockrace.producer.run;

import dev.lockrace.race.event.EventLog;
import dev.lockrace.race.verdict.Verdict;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** The runs in the database, with the events that the workers recorded. */
@Repository
class RunRepository {

    /** The maximum number of attempts, and of invoices, of other runs in the events of a run. */
    static final int MAX_FROM_OTHER_RUNS = 10_000;

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
     * Adds tasks to a run that has been published. The run is in progress again, even if it had ended.
     *
     * @param max the maximum number of tasks of a run
     * @return the new number of tasks; empty if there is no such run, it is being published or it would exceed
     *     {@code max}
     */
    Optional<Integer> extend(UUID id, int tasks, int max) {
        return jdbc.sql("""
                update run set tasks_requested = tasks_requested + :tasks,
                               ended_at = null, peak_holders = null, verdict = null
                where id = :id and tasks_confirmed is not null and tasks_requested <= :max - :tasks
                returning tasks_requested
                """)
                .param("id", id)
                .param("tasks", tasks)
                .param("max", max)
                .query(Integer.class)
                .optional();
    }

    /** Records the confirms of additional tasks. The run is in progress again and gets a new verdict. */
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
                .query(EventLogRowMappers::run)
                .optional();
    }

    Optional<EventLog> events(UUID id) {
        return run(id).map(run -> new EventLog(run, attempts(id), invoices(id)));
    }

    /**
     * Returns the attempts of the run, and the latest attempts of other runs that acquired the same lock during the
     * run. The latter are limited, since any number of runs may use a lock name.
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
                order by other.acquired_at desc limit :max)
                order by id
                """)
                .param("id", id)
                .param("max", MAX_FROM_OTHER_RUNS)
                .query(EventLogRowMappers::attempt)
                .list();
    }

    /**
     * Returns the invoices of the run, and those of other runs of the same lock whose tokens prove one of them stale.
     * The conditions on the minimum token and the last invoice are redundant, but avoid a comparison of every pair.
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
                order by other.id desc limit :max)
                order by id
                """)
                .param("id", id)
                .param("max", MAX_FROM_OTHER_RUNS)
                .query(EventLogRowMappers::invoice)
                .list();
    }

    List<RunSummary> latest(int limit) {
        return jdbc.sql("select * from run order by created_at desc limit :limit")
                .param("limit", limit)
                .query(EventLogRowMappers::summary)
                .list();
    }

    /**
     * Settles runs whose publishing began so long ago that their producer must have crashed. Which of their tasks were
     * confirmed is unknown, so none counts as confirmed.
     */
    void settleAbandoned(Duration age) {
        jdbc.sql("""
                update run set tasks_confirmed = 0,
                               unconfirmed_tasks = array(select generate_series(1, tasks_requested))
                where tasks_confirmed is null and created_at < clock_timestamp() - :seconds * interval '1 second'
                """).param("seconds", age.toSeconds()).update();
    }

    /** Returns the runs without a verdict whose confirmed tasks have all ended. */
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
     * Locks a run that has no verdict. Until the transaction ends, no retry can make one of its tasks pending again.
     *
     * @return false if the run has a verdict or was cleared
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

    /** Locks all runs. Until the transaction ends, no run is started or judged. */
    void lock() {
        jdbc.sql("lock table run in exclusive mode").update();
    }

    List<UUID> inProgress() {
        return jdbc.sql("select id from run where ended_at is null order by created_at")
                .query(UUID.class)
                .list();
    }

    /** Deletes all runs. Locks the tables in the same order as the workers, to avoid a deadlock. */
    void clear() {
        jdbc.sql("truncate fence, attempt, run, invoice").update();
    }
}
