package dev.lockrace.worker.testbed;

import static org.awaitility.Awaitility.await;

import dev.lockrace.race.event.AttemptOutcome;
import dev.lockrace.race.event.EventLog;
import dev.lockrace.race.event.EventLog.Attempt;
import dev.lockrace.race.event.EventLog.Invoice;
import dev.lockrace.race.task.RaceQueues;
import dev.lockrace.race.task.TaskMessage;
import dev.lockrace.race.task.TaskMessageCodec;
import dev.lockrace.race.verdict.RunChecker;
import dev.lockrace.race.verdict.Verdict;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** A run, started as the producer would, and the events that the workers recorded. Each run has its own lock name. */
public record TestRun(
        TestServers servers, UUID id, String backend, Duration hold, Duration timeToLive, boolean fencing) {

    private static final Duration POLL = Duration.ofMillis(20);

    public static TestRun begin(
            TestServers servers, String backend, long holdMillis, long timeToLiveMillis, boolean fencing) {
        TestRun run = new TestRun(
                servers,
                UUID.randomUUID(),
                backend,
                Duration.ofMillis(holdMillis),
                Duration.ofMillis(timeToLiveMillis),
                fencing);
        servers.jdbc()
                .sql("""
                insert into run (id, lock_name, backend, fencing, hold_ms, time_to_live_ms, tasks_requested)
                values (:id, :lock, :backend, :fencing, :hold, :timeToLive, 1)
                """)
                .param("id", run.id)
                .param("lock", run.lockName())
                .param("backend", backend)
                .param("fencing", fencing)
                .param("hold", holdMillis)
                .param("timeToLive", timeToLiveMillis)
                .update();
        return run;
    }

    /** Begins a run with a hold of 20 ms and a time to live that no test outlasts. */
    public static TestRun begin(TestServers servers, String backend) {
        return begin(servers, backend, 20, 60_000, false);
    }

    public String lockName() {
        return "run:" + id;
    }

    public TaskMessage task(int number) {
        return new TaskMessage(
                TaskMessage.VERSION, id, number, lockName(), backend, hold, timeToLive, fencing, "invoice " + number);
    }

    public void send(int... tasks) {
        for (int task : tasks) {
            servers.rabbit().convertAndSend(RaceQueues.TASKS, new TaskMessageCodec().write(task(task)));
        }
    }

    /** Waits until an attempt at the task has ended with the outcome. */
    public Attempt awaitEnd(int task, AttemptOutcome outcome) {
        return awaitAttempt(task, attempt -> attempt.outcome() == outcome);
    }

    /** Waits until a worker holds the lock for the task. */
    public Attempt awaitHold(int task) {
        return awaitAttempt(task, attempt -> attempt.acquiredAt() != null && attempt.outcome() == null);
    }

    /** Waits until the holder has recorded a renewal that is later than the initial end of the lease. */
    public Attempt awaitRenewedHold(int task) {
        return awaitAttempt(
                task,
                attempt -> attempt.outcome() == null
                        && attempt.acquiredAt() != null
                        && attempt.lastRequestedAt() != null
                        && attempt.lastRequestedAt()
                                .isAfter(attempt.requestedAt().plus(timeToLive)));
    }

    private Attempt awaitAttempt(int task, Predicate<Attempt> wanted) {
        return await().atMost(TestWorker.LIMIT)
                .pollInterval(POLL)
                .until(() -> attempts(task).stream().filter(wanted).findFirst(), Optional::isPresent)
                .orElseThrow();
    }

    /** Waits until the given number of tasks have ended. */
    public void awaitEnds(int tasks) {
        await().atMost(TestWorker.LIMIT)
                .pollInterval(POLL)
                .until(() -> verdict(tasks).ended());
    }

    public List<Attempt> attempts(int task) {
        return attempts().stream()
                .filter(attempt -> attempt.taskNumber() == task)
                .toList();
    }

    public List<Attempt> attempts() {
        return servers.jdbc()
                .sql("select * from attempt where run_id = :id order by id")
                .param("id", id)
                .query(this::attempt)
                .list();
    }

    private Attempt attempt(ResultSet row, int number) throws SQLException {
        String outcome = row.getString("outcome");
        return new Attempt(
                id,
                row.getInt("task_number"),
                row.getString("worker"),
                timeToLive,
                row.getObject("requested_at", OffsetDateTime.class).toInstant(),
                instant(row.getObject("last_requested_at", OffsetDateTime.class)),
                instant(row.getObject("acquired_at", OffsetDateTime.class)),
                instant(row.getObject("released_at", OffsetDateTime.class)),
                outcome == null ? null : AttemptOutcome.of(outcome),
                row.getObject("token", Long.class),
                row.getBoolean("work_done"),
                row.getString("reason"));
    }

    private static @Nullable Instant instant(@Nullable OffsetDateTime time) {
        return time == null ? null : time.toInstant();
    }

    /** Returns the numbers of the tasks with an invoice, in the order of the invoices. */
    public List<Integer> invoiced() {
        return invoices().stream().map(Invoice::taskNumber).toList();
    }

    private List<Invoice> invoices() {
        return servers.jdbc()
                .sql("select * from invoice where run_id = :id order by id")
                .param("id", id)
                .query((row, number) -> new Invoice(
                        id,
                        row.getInt("task_number"),
                        row.getString("title"),
                        row.getString("worker"),
                        row.getObject("token", Long.class),
                        row.getObject("created_at", OffsetDateTime.class).toInstant()))
                .list();
    }

    /** Returns the verdict, given the number of confirmed tasks. */
    public Verdict verdict(int tasks) {
        EventLog.Run run = new EventLog.Run(
                id, lockName(), backend, fencing, hold, timeToLive, tasks, tasks, List.of(), Instant.EPOCH);
        return RunChecker.check(new EventLog(run, attempts(), invoices()));
    }

    /** Records an attempt by an earlier worker. */
    public void recordAttempt(int task, @Nullable AttemptOutcome outcome, boolean acquired) {
        servers.jdbc()
                .sql("""
                insert into attempt (run_id, task_number, worker, requested_at, acquired_at, outcome)
                values (:id, :task, 'earlier', clock_timestamp(), case when :acquired then clock_timestamp() end, :outcome)
                """)
                .param("id", id)
                .param("task", task)
                .param("acquired", acquired)
                .param("outcome", outcome == null ? null : outcome.id(), Types.VARCHAR)
                .update();
    }

    /** Shifts the recorded attempts into the past. */
    public void shiftBack(Duration offset) {
        servers.jdbc()
                .sql("update attempt set requested_at = requested_at - :millis * interval '1 ms' where run_id = :id")
                .param("id", id)
                .param("millis", offset.toMillis())
                .update();
    }

    /** Records that the earlier worker has just renewed the lease of the task. */
    public void recordRenewal(int task) {
        servers.jdbc().sql("""
                update attempt set last_requested_at = clock_timestamp()
                where run_id = :id and task_number = :task and worker = 'earlier'
                """).param("id", id).param("task", task).update();
    }

    /** Deletes the run with its attempts. */
    public void clear() {
        servers.jdbc()
                .sql("delete from attempt where run_id = :id")
                .param("id", id)
                .update();
        servers.jdbc().sql("delete from run where id = :id").param("id", id).update();
    }
}
