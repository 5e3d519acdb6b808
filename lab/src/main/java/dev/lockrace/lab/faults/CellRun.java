package dev.lockrace.lab.faults;

import dev.lockrace.lab.LabException;
import dev.lockrace.lab.faults.fault.Result;
import dev.lockrace.lab.faults.result.CellResult;
import dev.lockrace.lab.faults.result.FaultWindow;
import dev.lockrace.lab.faults.scene.FaultStack;
import dev.lockrace.lab.faults.scene.RunningRace;
import dev.lockrace.lab.faults.scene.Scene;
import dev.lockrace.lab.producer.ProducerClient.Report;
import dev.lockrace.race.EventLog.Attempt;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/** Runs one race under a fault, and has it judged. */
final class CellRun {

    private static final System.Logger log = System.getLogger(CellRun.class.getName());

    /** A fault can miss what it is for, as when nobody asks in the moment that counts. */
    private static final int MAX_AGAIN = 2;

    private static final Duration CHECK_INTERVAL = Duration.ofMillis(100);
    private static final Duration HOLDER_LIMIT = Duration.ofSeconds(20);
    private static final Duration TRY_LIMIT = Duration.ofSeconds(20);
    private static final Duration END_LIMIT = Duration.ofSeconds(90);

    private final FaultStack stack;
    private final Cell cell;

    private CellRun(FaultStack stack, Cell cell) {
        this.stack = stack;
        this.cell = cell;
    }

    /**
     * Blocks until the race has ended, and what the fault broke is mended.
     *
     * @return also of a race that could not be run as it should: it is inconclusive then, and says why
     */
    static CellResult run(FaultStack stack, Cell cell) throws InterruptedException {
        CellResult result = runOnce(stack, cell);
        for (int again = 0; again < MAX_AGAIN && result.result() == Result.INCONCLUSIVE; again++) {
            log.log(System.Logger.Level.DEBUG, "{0} is run again: {1}", cell, result.explanation());
            result = runOnce(stack, cell);
        }
        return result;
    }

    private static CellResult runOnce(FaultStack stack, Cell cell) throws InterruptedException {
        try {
            return new CellRun(stack, cell).run();
        } catch (LabException e) {
            return cell.failed(String.valueOf(e.getMessage()));
        } finally {
            stack.crew().restore();
        }
    }

    private CellResult run() throws InterruptedException {
        cell.fault().prepare(stack.crew());
        RunningRace race = RunningRace.start(
                stack.producer(), cell.backend(), cell.hold(), cell.fault().timeToLive(), cell.fencing());
        Attempt struck;
        FaultWindow window;
        try (Contenders contenders = Contenders.start(race)) {
            struck = await(race, HOLDER_LIMIT, "nobody was seen to hold the lock", CellRun::holder);
            Instant begin = race.recordNow();
            cell.fault().strike(new Scene(stack, race, struck));
            Instant end = race.recordNow();
            window = new FaultWindow(begin, end);
            TimeUnit.NANOSECONDS.sleep(cell.fault().timeToLive().toNanos());
            await(race, TRY_LIMIT, "nobody asked for the lock after the fault", now -> tryAfter(end, now));
            contenders.close();
        }
        Report report = await(race, END_LIMIT, "the race did not end", CellRun::ended);
        return new CellJudge(cell, window, struck, report).judge();
    }

    private static Optional<Attempt> holder(Report report) {
        return report.events().attempts().stream()
                .filter(attempt -> attempt.acquiredAt() != null && attempt.outcome() == null)
                .findFirst();
    }

    private static Optional<Attempt> tryAfter(Instant end, Report report) {
        return report.events().attempts().stream()
                .filter(attempt -> attempt.requestedAt().isAfter(end))
                .findFirst();
    }

    private static Optional<Report> ended(Report report) {
        return report.verdict().ended() ? Optional.of(report) : Optional.empty();
    }

    private static <T> T await(RunningRace race, Duration limit, String failure, Function<Report, Optional<T>> wanted)
            throws InterruptedException {
        long end = System.nanoTime() + limit.toNanos();
        while (true) {
            Report report = race.report();
            Optional<T> found = wanted.apply(report);
            if (found.isPresent()) {
                return found.get();
            }
            if (System.nanoTime() - end > 0) {
                throw new LabException("%s within %d s: %s"
                        .formatted(failure, limit.toSeconds(), report.verdict().explanation()));
            }
            TimeUnit.NANOSECONDS.sleep(CHECK_INTERVAL.toNanos());
        }
    }
}
