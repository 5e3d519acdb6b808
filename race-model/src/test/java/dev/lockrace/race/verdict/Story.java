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

/** What happened in a run, told with as little as a verdict needs. Moments are milliseconds from its begin. */
final class Story {

    static final Duration TIME_TO_LIVE = Duration.ofSeconds(1);

    private static final UUID RUN = new UUID(0, 1);
    private static final UUID OTHER_RUN = new UUID(0, 2);

    private final int tasks;
    private final List<Attempt> attempts = new ArrayList<>();
    private final List<Invoice> invoices = new ArrayList<>();
    private @Nullable Integer confirmed;
    private List<Integer> unconfirmed = List.of();

    private Story(int tasks) {
        this.tasks = tasks;
        this.confirmed = tasks;
    }

    static Story of(int tasks) {
        return new Story(tasks);
    }

    static Instant at(long millis) {
        return Instant.parse("2026-01-01T12:00:00Z").plusMillis(millis);
    }

    Story publishing() {
        confirmed = null;
        return this;
    }

    Story unconfirmed(Integer... numbers) {
        unconfirmed = Arrays.asList(numbers);
        confirmed = tasks - numbers.length;
        return this;
    }

    /** Asked for the lock, got it, worked, wrote its invoice and released. */
    Story worked(int task, long asked, long acquired, long released) {
        return invoiced(task, asked, acquired, released, null);
    }

    Story workedUnder(long token, int task, long asked, long acquired, long released) {
        return invoiced(task, asked, acquired, released, token);
    }

    private Story invoiced(int task, long asked, long acquired, long released, @Nullable Long token) {
        invoices.add(new Invoice(RUN, task, "invoice " + task, worker(task), token, at(released)));
        return add(RUN, TIME_TO_LIVE, task, asked, acquired, released, AttemptOutcome.INVOICED, true);
    }

    /** Worked, and found the task's invoice there when it wrote its own. */
    Story workedAgain(int task, long asked, long acquired, long released) {
        return add(RUN, TIME_TO_LIVE, task, asked, acquired, released, AttemptOutcome.DUPLICATE, true);
    }

    Story invoicedInAnotherRunUnder(long token) {
        invoices.add(new Invoice(OTHER_RUN, 1, "invoice 1", worker(1), token, at(0)));
        return this;
    }

    Story workedInAnotherRun(int task, long asked, long acquired, long released) {
        return add(OTHER_RUN, TIME_TO_LIVE, task, asked, acquired, released, AttemptOutcome.INVOICED, true);
    }

    /** Got the lock, and ended as that with nothing written. */
    Story held(int task, long asked, long acquired, long released, AttemptOutcome outcome) {
        return add(RUN, TIME_TO_LIVE, task, asked, acquired, released, outcome, false);
    }

    /** Got the lock, and was never heard of again. */
    Story open(int task, long asked, long acquired) {
        return add(RUN, TIME_TO_LIVE, task, asked, acquired, null, null, false);
    }

    Story openInAnotherRun(long timeToLive, int task, long asked, long acquired) {
        return add(OTHER_RUN, Duration.ofMillis(timeToLive), task, asked, acquired, null, null, false);
    }

    Story contended(int task, long asked) {
        return ended(task, asked, AttemptOutcome.CONTENDED);
    }

    /** Ended as that without the lock. */
    Story ended(int task, long asked, AttemptOutcome outcome) {
        return add(RUN, TIME_TO_LIVE, task, asked, null, null, outcome, false);
    }

    private Story add(
            UUID run,
            Duration timeToLive,
            int task,
            long asked,
            @Nullable Long acquired,
            @Nullable Long released,
            @Nullable AttemptOutcome outcome,
            boolean workDone) {
        attempts.add(new Attempt(
                run,
                task,
                worker(task),
                timeToLive,
                at(asked),
                null,
                acquired == null ? null : at(acquired),
                released == null ? null : at(released),
                outcome,
                null,
                workDone,
                null));
        return this;
    }

    /** The latest attempt renewed its lease, the last time then. */
    Story renewed(long lastAsked) {
        Attempt it = attempts.remove(attempts.size() - 1);
        attempts.add(new Attempt(
                it.runId(),
                it.taskNumber(),
                it.worker(),
                it.timeToLive(),
                it.requestedAt(),
                at(lastAsked),
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
