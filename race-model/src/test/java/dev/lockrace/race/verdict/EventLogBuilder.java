package dev.lockrace.race.verdict;

import dev.lockrace.race.event.AttemptOutcome;
import dev.lockrace.race.event.EventLog;
import dev.lockrace.race.event.EventLog.Attempt;
import dev.lockrace.race.event.EventLog.Invoice;
import dev.lockrace.race.event.EventLog.Run;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A builder of the events of a run, with only what a verdict needs. Times are milliseconds from the start of the run.
 */
final class EventLogBuilder {

    static final Duration TIME_TO_LIVE = Duration.ofSeconds(1);

    private static final UUID RUN = new UUID(0, 1);
    private static final UUID OTHER_RUN = new UUID(0, 2);

    private final int tasks;
    private final List<Attempt> attempts = new ArrayList<>();
    private final List<Invoice> invoices = new ArrayList<>();
    private @Nullable Integer confirmed;
    private List<Integer> unconfirmed = List.of();

    private EventLogBuilder(int tasks) {
        this.tasks = tasks;
        this.confirmed = tasks;
    }

    static EventLogBuilder of(int tasks) {
        return new EventLogBuilder(tasks);
    }

    static Instant at(long millis) {
        return Instant.parse("2026-01-01T12:00:00Z").plusMillis(millis);
    }

    EventLogBuilder publishing() {
        confirmed = null;
        return this;
    }

    EventLogBuilder unconfirmed(Integer... numbers) {
        unconfirmed = Arrays.asList(numbers);
        confirmed = tasks - numbers.length;
        return this;
    }

    /** Adds an attempt that acquired the lock, completed its work, created its invoice and released. */
    EventLogBuilder worked(int task, long requested, long acquired, long released) {
        return invoiced(task, requested, acquired, released, null);
    }

    EventLogBuilder workedWithToken(long token, int task, long requested, long acquired, long released) {
        return invoiced(task, requested, acquired, released, token);
    }

    private EventLogBuilder invoiced(int task, long requested, long acquired, long released, @Nullable Long token) {
        invoices.add(new Invoice(RUN, task, "invoice " + task, worker(task), token, at(released)));
        return add(RUN, TIME_TO_LIVE, task, requested, acquired, released, AttemptOutcome.INVOICED, true);
    }

    /** Adds an attempt that completed its work and found that the task already had an invoice. */
    EventLogBuilder workedAgain(int task, long requested, long acquired, long released) {
        return add(RUN, TIME_TO_LIVE, task, requested, acquired, released, AttemptOutcome.DUPLICATE, true);
    }

    EventLogBuilder invoicedInAnotherRunWithToken(long token) {
        invoices.add(new Invoice(OTHER_RUN, 1, "invoice 1", worker(1), token, at(0)));
        return this;
    }

    EventLogBuilder workedInAnotherRun(int task, long requested, long acquired, long released) {
        return add(OTHER_RUN, TIME_TO_LIVE, task, requested, acquired, released, AttemptOutcome.INVOICED, true);
    }

    /** Adds an attempt that acquired the lock and ended with the given outcome, without an invoice. */
    EventLogBuilder held(int task, long requested, long acquired, long released, AttemptOutcome outcome) {
        return add(RUN, TIME_TO_LIVE, task, requested, acquired, released, outcome, false);
    }

    /** Adds an attempt that acquired the lock and stayed in progress. */
    EventLogBuilder inProgress(int task, long requested, long acquired) {
        return add(RUN, TIME_TO_LIVE, task, requested, acquired, null, null, false);
    }

    EventLogBuilder inProgressInAnotherRun(long timeToLive, int task, long requested, long acquired) {
        return add(OTHER_RUN, Duration.ofMillis(timeToLive), task, requested, acquired, null, null, false);
    }

    EventLogBuilder contended(int task, long requested) {
        return ended(task, requested, AttemptOutcome.CONTENDED);
    }

    /** Adds an attempt that ended with the given outcome without acquiring the lock. */
    EventLogBuilder ended(int task, long requested, AttemptOutcome outcome) {
        return add(RUN, TIME_TO_LIVE, task, requested, null, null, outcome, false);
    }

    private EventLogBuilder add(
            UUID run,
            Duration timeToLive,
            int task,
            long requested,
            @Nullable Long acquired,
            @Nullable Long released,
            @Nullable AttemptOutcome outcome,
            boolean workDone) {
        attempts.add(new Attempt(
                run,
                task,
                worker(task),
                timeToLive,
                at(requested),
                null,
                acquired == null ? null : at(acquired),
                released == null ? null : at(released),
                outcome,
                null,
                workDone,
                null));
        return this;
    }

    /** Sets the time of the last renewal of the latest attempt. */
    EventLogBuilder renewed(long lastRequested) {
        Attempt it = attempts.remove(attempts.size() - 1);
        attempts.add(new Attempt(
                it.runId(),
                it.taskNumber(),
                it.worker(),
                it.timeToLive(),
                it.requestedAt(),
                at(lastRequested),
                it.acquiredAt(),
                it.releasedAt(),
                it.outcome(),
                it.token(),
                it.workDone(),
                it.reason()));
        return this;
    }

    private static String worker(int task) {
        return "worker-" + task;
    }

    Verdict verdict() {
        return RunChecker.check(events());
    }

    EventLog events() {
        Run run = new Run(
                RUN,
                "lock",
                "database",
                false,
                Duration.ofMillis(100),
                TIME_TO_LIVE,
                tasks,
                confirmed,
                unconfirmed,
                at(0));
        return new EventLog(run, attempts, invoices);
    }
}
