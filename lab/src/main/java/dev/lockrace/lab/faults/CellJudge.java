package dev.lockrace.lab.faults;

import dev.lockrace.lab.faults.fault.Result;
import dev.lockrace.lab.faults.result.CellResult;
import dev.lockrace.lab.faults.result.FaultWindow;
import dev.lockrace.lab.faults.result.Timeline;
import dev.lockrace.lab.producer.ProducerClient.Report;
import dev.lockrace.lock.LockClient;
import dev.lockrace.race.AttemptOutcome;
import dev.lockrace.race.EventLog.Attempt;
import dev.lockrace.race.UnsafeEffects;
import dev.lockrace.race.Verdict;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What came of a race under a fault, by its record. Effects are judged, and told apart from what holders believed: two
 * holders one of whom gave up without writing did no harm.
 */
final class CellJudge {

    private static final Duration FALLING_SILENT = Duration.ofSeconds(1);

    /** After so long a request has been answered, or given up. */
    private static final Duration ANSWERED = LockClient.DEFAULT_REQUEST_TIMEOUT.plusMillis(500);

    private final Cell cell;
    private final FaultWindow window;
    private final Report report;
    private final Verdict verdict;
    private final List<Attempt> attempts;
    private final Attempt struck;

    /**
     * @param struck the attempt that was known to hold when the fault began, as it was on record then
     * @param report of the race, which has ended
     */
    CellJudge(Cell cell, FaultWindow window, Attempt struck, Report report) {
        this.cell = cell;
        this.window = window;
        this.report = report;
        this.verdict = report.verdict();
        this.attempts = report.events().attempts();
        this.struck = attempts.stream()
                .filter(attempt -> isSame(attempt, struck))
                .findFirst()
                .orElse(struck);
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

    CellResult judge() {
        Finding finding = unsafe().or(this::inconclusive).or(this::harmful).orElseGet(this::harmless);
        return new CellResult(
                cell.fault().id(),
                cell.backend().id(),
                cell.fencing(),
                cell.expected().result(),
                cell.expected().reason(),
                finding.result(),
                finding.explanation(),
                finding.witnesses(),
                verdict.counts(),
                Timeline.of(report.events(), window));
    }

    /** Convicts, whoever asked and whatever the fault met. */
    private Optional<Finding> unsafe() {
        List<String> unsafe = UnsafeEffects.of(report.events());
        return unsafe.isEmpty() ? Optional.empty() : Optional.of(new Finding(Result.BROKEN, unsafe.get(0), unsafe));
    }

    private Optional<Finding> inconclusive() {
        return nobodyTried()
                .or(() -> cell.fault().missed(report.events(), struck))
                .map(why -> Finding.of(Result.INCONCLUSIVE, why));
    }

    private Optional<String> nobodyTried() {
        boolean during = tries().anyMatch(window::contains);
        boolean after = tries().anyMatch(moment -> moment.isAfter(window.end()));
        if (!during && !cell.fault().keepsAllFromTrying()) {
            return Optional.of("nobody asked for the lock while the fault lasted");
        }
        return after ? Optional.empty() : Optional.of("nobody asked for the lock after the fault");
    }

    private Stream<Instant> tries() {
        return attempts.stream().filter(attempt -> !isSame(attempt, struck)).map(Attempt::requestedAt);
    }

    private Optional<Finding> harmful() {
        return switch (verdict.kind()) {
            case WORK_LOST -> Optional.of(Finding.of(Result.WORK_LOST, verdict.explanation()));
            case WORK_DOUBLED ->
                Optional.of(new Finding(Result.WORK_DOUBLED, verdict.explanation(), verdict.witnesses()));
            case INCONCLUSIVE -> Optional.of(Finding.of(Result.INCONCLUSIVE, verdict.explanation()));
            case HELD, BROKEN -> dead();
        };
    }

    private Optional<Finding> dead() {
        int dead = verdict.counts().deadLettered();
        return dead == 0
                ? Optional.empty()
                : Optional.of(Finding.of(Result.WORK_LOST, "%d tasks went to the dead queue".formatted(dead)));
    }

    private Finding harmless() {
        Optional<Attempt> refused = attempts.stream()
                .filter(attempt -> attempt.outcome() == AttemptOutcome.FENCED)
                .findFirst();
        if (refused.isPresent()) {
            return Finding.of(Result.SAFE_BY_FENCING, sentence(refused.get()));
        }
        Optional<Attempt> early = grantedBeforeTheLeaseWasOver();
        if (learnedOfItsLossEarly() && early.isPresent()) {
            return new Finding(
                    Result.LEASE_LOST,
                    "%s was granted the lock while the lease of %s lasted, which learned of its loss and wrote nothing"
                            .formatted(early.get().worker(), struck.worker()),
                    verdict.witnesses());
        }
        if (verdict.kind() == Verdict.Kind.BROKEN) {
            return new Finding(Result.BROKEN, verdict.explanation(), verdict.witnesses());
        }
        return dishonest().orElseGet(this::heldOrLate);
    }

    private Optional<Finding> dishonest() {
        FaultWindow silence = window.without(FALLING_SILENT, ANSWERED);
        return attempts.stream()
                .filter(attempt -> cell.fault().silencesLockServer()
                        && attempt.outcome() == AttemptOutcome.CONTENDED
                        && silence.contains(attempt.requestedAt()))
                .findFirst()
                .map(attempt -> Finding.of(
                        Result.DISHONEST,
                        "%s was told that another held the lock, while the lock server answered nobody"
                                .formatted(attempt.worker())));
    }

    private Finding heldOrLate() {
        if (struck.outcome() != AttemptOutcome.INVOICED) {
            return Finding.of(Result.LATE, late());
        }
        return cell.fault()
                .delayed(report.events(), struck)
                .map(how -> Finding.of(Result.LATE, how))
                .orElseGet(
                        () -> Finding.of(Result.HELD, "%s kept the lock and did its work".formatted(struck.worker())));
    }

    private static String sentence(Attempt refused) {
        return "the invoice of %s under token %s was refused".formatted(refused.worker(), refused.token());
    }

    /** From the store, and not by its own clock, which says so only when the lease is about to end. */
    private boolean learnedOfItsLossEarly() {
        Instant learned = struck.releasedAt();
        return struck.outcome() == AttemptOutcome.LOST
                && learned != null
                && learned.isBefore(struck.leaseEnd().minus(struck.timeToLive().dividedBy(4)));
    }

    private Optional<Attempt> grantedBeforeTheLeaseWasOver() {
        return attempts.stream()
                .filter(attempt -> !isSame(attempt, struck) && isBetween(attempt.acquiredAt()))
                .findFirst();
    }

    private boolean isBetween(@Nullable Instant granted) {
        Instant acquired = struck.acquiredAt();
        return granted != null && acquired != null && granted.isAfter(acquired) && granted.isBefore(struck.leaseEnd());
    }

    private String late() {
        String how = struck.outcome() == null
                ? "was never heard of again"
                : "ended as " + struck.outcome().id();
        return "%s %s; the next was granted the lock when that lease was over".formatted(struck.worker(), how);
    }
}
