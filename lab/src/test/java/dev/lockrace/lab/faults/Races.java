package dev.lockrace.lab.faults;

import dev.lockrace.lab.faults.fault.Fault;
import dev.lockrace.lab.producer.ProducerClient.Report;
import dev.lockrace.race.AttemptOutcome;
import dev.lockrace.race.EventLog;
import dev.lockrace.race.EventLog.Attempt;
import dev.lockrace.race.EventLog.Invoice;
import dev.lockrace.race.EventLog.Run;
import dev.lockrace.race.RunChecker;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A race under a fault, told with as little as its judge needs. Moments are milliseconds; a lease lasts 3,000. */
final class Races {

    private static final UUID RUN = new UUID(0, 1);
    private static final Instant BEGIN = Instant.parse("2026-01-01T12:00:00Z");

    private final List<Attempt> attempts = new ArrayList<>();
    private final List<Invoice> invoices = new ArrayList<>();

    static Instant at(long millis) {
        return BEGIN.plusMillis(millis);
    }

    /** Got the lock, and ended as that then; never, where the end is null. */
    Races held(int task, long asked, @Nullable Long ended, @Nullable AttemptOutcome outcome) {
        return add(task, asked, asked + 10, ended, outcome, null);
    }

    Races heldUnder(long token, int task, long asked, long ended, AttemptOutcome outcome) {
        return add(task, asked, asked + 10, ended, outcome, token);
    }

    /** Ended as that without the lock. */
    Races asked(int task, long asked, AttemptOutcome outcome) {
        return add(task, asked, null, null, outcome, null);
    }

    private Races add(
            int task,
            long asked,
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
                at(asked),
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

    /** The first attempt: that of the holder whom the fault met. */
    Attempt struck() {
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
