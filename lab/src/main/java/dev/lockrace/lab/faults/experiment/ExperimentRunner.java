package dev.lockrace.lab.faults.experiment;

import dev.lockrace.fault.FaultException;
import dev.lockrace.lab.cli.LabException;
import dev.lockrace.lab.faults.result.ExperimentResult;
import dev.lockrace.lab.faults.result.FaultWindow;
import dev.lockrace.lab.faults.result.Result;
import dev.lockrace.lab.testbed.Testbed;
import dev.lockrace.lab.testbed.service.ProducerClient.Report;
import dev.lockrace.race.event.EventLog.Attempt;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/** Runs an experiment and has its events checked. */
public final class ExperimentRunner {

    private static final System.Logger log = System.getLogger(ExperimentRunner.class.getName());

    /** An experiment can be inconclusive by chance, for example if no task contends at the critical time. */
    private static final int MAX_RETRIES = 2;

    private static final Duration CHECK_INTERVAL = Duration.ofMillis(100);
    private static final Duration HOLDER_TIMEOUT = Duration.ofSeconds(20);
    private static final Duration CONTENTION_TIMEOUT = Duration.ofSeconds(20);
    private static final Duration END_TIMEOUT = Duration.ofSeconds(90);

    private final Testbed testbed;
    private final Experiment experiment;

    private ExperimentRunner(Testbed testbed, Experiment experiment) {
        this.testbed = testbed;
        this.experiment = experiment;
    }

    /**
     * Runs an experiment, and again if it is inconclusive. Blocks until the race has ended and the testbed is restored.
     *
     * @return an inconclusive result with the cause if the experiment could not be run as intended
     */
    public static ExperimentResult run(Testbed testbed, Experiment experiment) throws InterruptedException {
        ExperimentResult result = runOnce(testbed, experiment);
        for (int retry = 0; retry < MAX_RETRIES && result.result() == Result.INCONCLUSIVE; retry++) {
            log.log(System.Logger.Level.DEBUG, "Retrying {0}: {1}", experiment, result.explanation());
            result = runOnce(testbed, experiment);
        }
        return result;
    }

    private static ExperimentResult runOnce(Testbed testbed, Experiment experiment) throws InterruptedException {
        try {
            return new ExperimentRunner(testbed, experiment).run();
        } catch (LabException | FaultException e) {
            return experiment.failed(String.valueOf(e.getMessage()));
        } finally {
            testbed.workers().restore();
        }
    }

    private ExperimentResult run() throws InterruptedException {
        Fault fault = experiment.fault();
        fault.prepare(testbed.workers());
        RunningRace race = RunningRace.start(
                testbed.producerClient(),
                experiment.backend(),
                experiment.hold(),
                fault.timeToLive(),
                experiment.fencing());
        Attempt affected;
        FaultWindow window;
        try (Contenders contenders = Contenders.start(race)) {
            affected = await(race, HOLDER_TIMEOUT, "no worker acquired the lock", ExperimentRunner::holder);
            Instant begin = race.eventNow();
            fault.inject(new FaultContext(testbed, race, affected));
            Instant end = race.eventNow();
            window = new FaultWindow(begin, end);
            TimeUnit.NANOSECONDS.sleep(fault.contentionAfter().toNanos());
            await(
                    race,
                    CONTENTION_TIMEOUT,
                    "no task contended for the lock after the fault",
                    report -> attemptAfter(end, report));
            contenders.close();
        }
        Report report = await(race, END_TIMEOUT, "the race did not end", ExperimentRunner::ended);
        return new ExperimentChecker(experiment, window, affected, report).check();
    }

    private static Optional<Attempt> holder(Report report) {
        return report.events().attempts().stream()
                .filter(attempt -> attempt.acquiredAt() != null && attempt.outcome() == null)
                .findFirst();
    }

    private static Optional<Attempt> attemptAfter(Instant end, Report report) {
        return report.events().attempts().stream()
                .filter(attempt -> attempt.requestedAt().isAfter(end))
                .findFirst();
    }

    private static Optional<Report> ended(Report report) {
        return report.verdict().ended() ? Optional.of(report) : Optional.empty();
    }

    private static <T> T await(
            RunningRace race, Duration timeout, String failure, Function<Report, Optional<T>> condition)
            throws InterruptedException {
        long deadline = System.nanoTime() + timeout.toNanos();
        while (true) {
            Report report = race.report();
            Optional<T> found = condition.apply(report);
            if (found.isPresent()) {
                return found.get();
            }
            if (System.nanoTime() - deadline > 0) {
                throw new LabException("%s within %d s: %s"
                        .formatted(
                                failure, timeout.toSeconds(), report.verdict().explanation()));
            }
            TimeUnit.NANOSECONDS.sleep(CHECK_INTERVAL.toNanos());
        }
    }
}
