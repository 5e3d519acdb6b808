package dev.lockrace.lab.faults.experiment;

import dev.lockrace.lab.cli.Plural;
import dev.lockrace.lab.faults.result.ExperimentResult;
import dev.lockrace.lab.faults.result.FaultWindow;
import dev.lockrace.lab.faults.result.Result;
import dev.lockrace.lab.faults.result.Timeline;
import dev.lockrace.lab.testbed.service.ProducerClient.Report;
import dev.lockrace.lock.LockClient;
import dev.lockrace.race.event.AttemptOutcome;
import dev.lockrace.race.event.EventLog.Attempt;
import dev.lockrace.race.verdict.UnsafeEffects;
import dev.lockrace.race.verdict.Verdict;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The checker of one experiment, which decides from the recorded events. It judges effects and not assumptions of
 * holders: a stale holder that writes nothing does no harm.
 */
final class ExperimentChecker {

    /** The time in which a lock server may still answer after the fault began. */
    private static final Duration SILENCING_TIME = Duration.ofSeconds(1);

    /** The time after which a request has been answered or has timed out. */
    private static final Duration MAX_REQUEST_TIME = LockClient.DEFAULT_REQUEST_TIMEOUT.plusMillis(500);

    private final Experiment experiment;
    private final FaultWindow window;
    private final Report report;
    private final Verdict verdict;
    private final List<Attempt> attempts;
    private final Attempt affected;

    /**
     * @param affected the attempt that held the lock when the fault began, as it was recorded then
     * @param report the report on the race, which has ended
     */
    ExperimentChecker(Experiment experiment, FaultWindow window, Attempt affected, Report report) {
        this.experiment = experiment;
        this.window = window;
        this.report = report;
        this.verdict = report.verdict();
        this.attempts = report.events().attempts();
        this.affected = attempts.stream()
                .filter(attempt -> isSame(attempt, affected))
                .findFirst()
                .orElse(affected);
    }

    private static boolean isSame(Attempt one, Attempt two) {
        return one.taskNumber() == two.taskNumber()
                && one.worker().equals(two.worker())
                && one.requestedAt().equals(two.requestedAt());
    }

    private record Finding(Result result, String explanation, List<String> witnesses) {

        static Finding of(Result result, String explanation) {
            return new Finding(result, explanation, List.of());
        }
    }

    ExperimentResult check() {
        Finding finding = unsafe().or(this::inconclusive).or(this::harmful).orElseGet(this::harmless);
        return new ExperimentResult(
                experiment.fault().id(),
                experiment.backend().id(),
                experiment.fencing(),
                experiment.expected().result(),
                experiment.expected().reason(),
                finding.result(),
                finding.explanation(),
                finding.witnesses(),
                verdict.counts(),
                Timeline.of(report.events(), window));
    }

    /** Unsafe effects are conclusive, with or without contention, and whether or not the fault had its effect. */
    private Optional<Finding> unsafe() {
        List<String> unsafe = UnsafeEffects.of(report.events());
        return unsafe.isEmpty() ? Optional.empty() : Optional.of(new Finding(Result.BROKEN, unsafe.get(0), unsafe));
    }

    private Optional<Finding> inconclusive() {
        return noContention()
                .or(() -> experiment.fault().missed(report.events(), affected))
                .map(cause -> Finding.of(Result.INCONCLUSIVE, cause));
    }

    private Optional<String> noContention() {
        boolean during = otherRequests().anyMatch(window::contains);
        boolean after = otherRequests().anyMatch(moment -> moment.isAfter(window.end()));
        if (!during && !experiment.fault().preventsContention()) {
            return Optional.of("no task contended for the lock during the fault");
        }
        return after ? Optional.empty() : Optional.of("no task contended for the lock after the fault");
    }

    private Stream<Instant> otherRequests() {
        return attempts.stream().filter(attempt -> !isSame(attempt, affected)).map(Attempt::requestedAt);
    }

    private Optional<Finding> harmful() {
        return switch (verdict.kind()) {
            case WORK_LOST -> Optional.of(Finding.of(Result.WORK_LOST, verdict.explanation()));
            case WORK_DOUBLED ->
                Optional.of(new Finding(Result.WORK_DOUBLED, verdict.explanation(), verdict.witnesses()));
            case INCONCLUSIVE -> Optional.of(Finding.of(Result.INCONCLUSIVE, verdict.explanation()));
            case HELD, BROKEN -> deadLettered();
        };
    }

    private Optional<Finding> deadLettered() {
        int tasks = verdict.counts().deadLettered();
        return tasks == 0
                ? Optional.empty()
                : Optional.of(Finding.of(
                        Result.WORK_LOST,
                        "%s %s dead-lettered".formatted(Plural.of(tasks, "task"), tasks == 1 ? "was" : "were")));
    }

    private Finding harmless() {
        Optional<Attempt> rejected = attempts.stream()
                .filter(attempt -> attempt.outcome() == AttemptOutcome.FENCED)
                .findFirst();
        if (rejected.isPresent()) {
            return Finding.of(Result.SAFE_BY_FENCING, rejection(rejected.get()));
        }
        Optional<Attempt> early = grantedBeforeLeaseEnd();
        if (noticedLossEarly() && early.isPresent()) {
            return new Finding(
                    Result.LEASE_LOST,
                    "%s acquired the lock during the lease of %s, which noticed its loss and wrote nothing"
                            .formatted(early.get().worker(), affected.worker()),
                    verdict.witnesses());
        }
        if (verdict.kind() == Verdict.Kind.BROKEN) {
            return new Finding(Result.BROKEN, verdict.explanation(), verdict.witnesses());
        }
        return dishonest().orElseGet(this::heldOrLate);
    }

    private Optional<Finding> dishonest() {
        FaultWindow silence = window.without(SILENCING_TIME, MAX_REQUEST_TIME);
        return attempts.stream()
                .filter(attempt -> experiment.fault().silencesLockServer()
                        && attempt.outcome() == AttemptOutcome.CONTENDED
                        && silence.contains(attempt.requestedAt()))
                .findFirst()
                .map(attempt -> Finding.of(
                        Result.DISHONEST,
                        "the lock was reported to %s as contended while the lock server answered no request"
                                .formatted(attempt.worker())));
    }

    private Finding heldOrLate() {
        if (affected.outcome() != AttemptOutcome.INVOICED) {
            return Finding.of(Result.LATE, late());
        }
        return experiment
                .fault()
                .delayed(report.events(), affected)
                .map(how -> Finding.of(Result.LATE, how))
                .orElseGet(() ->
                        Finding.of(Result.HELD, "%s kept the lock and did its work".formatted(affected.worker())));
    }

    private static String rejection(Attempt rejected) {
        return "the invoice of %s with token %s was rejected".formatted(rejected.worker(), rejected.token());
    }

    /** Whether the store reported the loss. The holder's own clock reports it only just before the lease ends. */
    private boolean noticedLossEarly() {
        Instant noticed = affected.releasedAt();
        return affected.outcome() == AttemptOutcome.LOST
                && noticed != null
                && noticed.isBefore(
                        affected.leaseEnd().minus(affected.timeToLive().dividedBy(4)));
    }

    private Optional<Attempt> grantedBeforeLeaseEnd() {
        return attempts.stream()
                .filter(attempt -> !isSame(attempt, affected) && isDuringLease(attempt.acquiredAt()))
                .findFirst();
    }

    private boolean isDuringLease(@Nullable Instant granted) {
        Instant acquired = affected.acquiredAt();
        return granted != null
                && acquired != null
                && granted.isAfter(acquired)
                && granted.isBefore(affected.leaseEnd());
    }

    private String late() {
        String end = affected.outcome() == null
                ? "never ended its attempt"
                : "ended its attempt as " + affected.outcome().id();
        return "%s %s; the next worker acquired the lock after that lease had ended".formatted(affected.worker(), end);
    }
}
