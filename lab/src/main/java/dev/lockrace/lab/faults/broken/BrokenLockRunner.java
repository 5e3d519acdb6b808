package dev.lockrace.lab.faults.broken;

import dev.lockrace.lab.cli.DurationText;
import dev.lockrace.lab.cli.Progress;
import dev.lockrace.lab.faults.broken.BrokenLocksResult.BrokenLockResult;
import dev.lockrace.lab.faults.experiment.ExperimentRunner;
import dev.lockrace.lab.testbed.Testbed;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Runs the experiments with broken locks on one testbed. The workers are restarted for each lock. */
final class BrokenLockRunner {

    /** The time to restart the workers, once for each lock. */
    private static final Duration RESTART_TIME = Duration.ofSeconds(10);

    private final Testbed testbed;
    private final List<BrokenLockExperiment> experiments;
    private final int repeat;
    private final Progress progress;

    BrokenLockRunner(Testbed testbed, List<BrokenLockExperiment> experiments, int repeat, Progress progress) {
        this.testbed = testbed;
        this.experiments = experiments;
        this.repeat = repeat;
        this.progress = progress;
    }

    /** Returns the approximate duration of the experiments, each repeated that many times. */
    static Duration duration(List<BrokenLockExperiment> experiments, int repeat) {
        return experiments.stream()
                .map(it -> RESTART_TIME.plus(it.experiment().duration().multipliedBy(repeat)))
                .reduce(Duration.ZERO, Duration::plus);
    }

    /** Blocks until all experiments have been run. */
    List<BrokenLockResult> run() throws InterruptedException {
        List<BrokenLockResult> results = new ArrayList<>();
        progress.begin("broken locks", experiments.size() * repeat);
        try {
            for (int i = 0; i < experiments.size(); i++) {
                Duration left = duration(experiments.subList(i, experiments.size()), repeat);
                progress.waitingFor("%s; about %s left".formatted(experiments.get(i), DurationText.of(left)));
                results.addAll(run(experiments.get(i)));
            }
            return results;
        } finally {
            progress.end();
        }
    }

    private List<BrokenLockResult> run(BrokenLockExperiment broken) throws InterruptedException {
        List<BrokenLockResult> results = new ArrayList<>();
        testbed.workers().breakLocks(broken.lock());
        for (int i = 0; i < repeat; i++) {
            BrokenLockResult result =
                    BrokenLockResult.of(broken.lock(), ExperimentRunner.run(testbed, broken.experiment()));
            results.add(result);
            progress.done(
                    "%s: %s".formatted(broken, result.experiment().result().text()));
        }
        return results;
    }
}
