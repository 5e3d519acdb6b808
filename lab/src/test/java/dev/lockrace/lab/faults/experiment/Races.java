package dev.lockrace.lab.faults.experiment;

import dev.lockrace.lab.testbed.service.ProducerClient.Report;
import dev.lockrace.race.event.AttemptOutcome;
import dev.lockrace.race.event.EventLog;
import dev.lockrace.race.event.EventLog.Attempt;
import dev.lockrace.race.event.EventLog.Invoice;
import dev.lockrace.race.event.EventLog.Run;
import dev.lockrace.race.verdict.RunChecker;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A builder of the events of an experiment. Moments are in milliseconds; a lease lasts 3,000 ms. */
final class Races {

    private static final UUID RUN = new UUID(0, 1);
    private static final Instant BEGIN = Instant.parse("2026-01-01T12:00:00Z");

    private final List<Attempt> attempts = new ArrayList<>();
    private final List<Invoice> invoices = new ArrayList<>();

    static Instant at(long millis) {
        return BEGIN.plusMillis(millis);
    }

    /** Adds an attempt that acquired the lock. It never ended if the end is null. */
    Races held(int task, long requested, @Nullable Long ended, @Nullable AttemptOutcome outcome) {
        return add(task, requested, requested + 10, ended, outcome, null);
    }

    Races heldWithToken(long token, int task, long requested, long ended, AttemptOutcome outcome) {
        return add(task, requested, requested + 10, ended, outcome, token);
    }

    /** Adds an attempt that did not acquire the lock. */
    Races requested(int task, long requested, AttemptOutcome outcome) {
        return add(task, requested, null, null, outcome, null);
    }

    private Races add(
            int task,
            long requested,
            @Nullable Long acquired,
            @Nullable Long ended,
            @Nullable AttemptOutcome outcome,
            @Nullable Long token) {
        boolean invoiced = outcome == AttemptOutcome.INVOICED;
        attempts.add(new Attempt(
                RUN,
                task,
                worker(task),
                Fault.TIME_TO_LIVE,
                at(requested),
                null,
                acquired == null ? null : at(acquired),
                ended == null ? null : at(ended),
                outcome,
                token,
                invoiced,
                null));
        if (invoiced && ended != null) {
            invoices.add(new Invoice(RUN, task, "invoice " + task, worker(task), token, at(ended)));
        }
        return this;
    }

    private static String worker(int task) {
        return "worker-" + task;
    }

    /** Returns the first attempt, which held the lock when the fault began. */
    Attempt affected() {
        return attempts.get(0);
    }

    Report report() {
        int tasks = (int) attempts.stream().map(Attempt::taskNumber).distinct().count();
        Run run = new Run(
                RUN, "lock", "redis", false, Duration.ofSeconds(4), Fault.TIME_TO_LIVE, tasks, tasks, List.of(), at(0));
        EventLog events = new EventLog(run, attempts, invoices);
        return new Report(RunChecker.check(events), events);
    }
}
