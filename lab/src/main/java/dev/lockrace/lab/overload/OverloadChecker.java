package dev.lockrace.lab.overload;

import dev.lockrace.lab.cli.Plural;
import dev.lockrace.lab.load.TaskSummary;
import dev.lockrace.lab.load.TaskSummary.TaskOutcome;
import dev.lockrace.lab.load.TaskSummaryChecker;
import java.util.ArrayList;
import java.util.List;

/** The checker of an overload: it reports lost tasks, wrong responses and exceeded limits. */
final class OverloadChecker {

    /** The tolerance for the producer's count, which is up to a second old. */
    private static final double TOLERANCE = 1.01;

    private final OverloadOptions options;
    private final OverloadObservation observation;
    private final List<String> violations;

    private OverloadChecker(OverloadOptions options, OverloadObservation observation) {
        this.options = options;
        this.observation = observation;
        this.violations = new ArrayList<>(
                TaskSummaryChecker.check(options.backend(), observation.tasks(), observation.queuedAtEnd()));
    }

    /**
     * Checks the observations.
     *
     * @return the violations, each in a sentence; empty if there are none
     */
    static List<String> check(OverloadOptions options, OverloadObservation observation) {
        OverloadChecker checker = new OverloadChecker(options, observation);
        checker.checkTasks();
        checker.checkResponses();
        checker.checkMemory();
        return List.copyOf(checker.violations);
    }

    private void checkTasks() {
        TaskSummary tasks = observation.tasks();
        tasks.unclosedAttempts()
                .forEach((worker, attempts) -> violations.add("%s stopped gracefully, but left %s unclosed"
                        .formatted(worker, Plural.of(attempts, "attempt"))));
        int deadLettered = tasks.tasks(TaskOutcome.DEAD_LETTERED);
        if (deadLettered > 0) {
            violations.add("%s %s dead-lettered, although the database was only slow"
                    .formatted(Plural.of(deadLettered, "task"), deadLettered == 1 ? "was" : "were"));
        }
        List<Throughput> throughputs = observation.slowDatabase().throughputs();
        if (throughputs.get(throughputs.size() - 1).endedTasks() == 0) {
            violations.add("no task ended after the database was fast again");
        }
    }

    private void checkResponses() {
        BackPressure responses = observation.backPressure();
        if (responses.rejected() == 0) {
            violations.add("no call of /hello was rejected while the queue was full");
        }
        if (responses.failed() > 0) {
            violations.add("%s of /hello %s neither accepted nor rejected with Retry-After"
                    .formatted(Plural.of(responses.failed(), "call"), responses.failed() == 1 ? "was" : "were"));
        }
        if (observation.maxQueued() > options.maxPending() * TOLERANCE) {
            violations.add("%s in the queue, more than the limit of %d"
                    .formatted(
                            Plural.of(observation.maxQueued(), "task")
                                    + (observation.maxQueued() == 1 ? " was" : " were"),
                            options.maxPending()));
        }
    }

    private void checkMemory() {
        observation.memory().stream()
                .filter(usage -> usage.max() > usage.limit())
                .forEach(usage -> violations.add("%s used %d MiB of memory, more than the limit of %d MiB"
                        .formatted(usage.process(), usage.max(), usage.limit())));
    }
}
