package dev.lockrace.lab.faults;

import dev.lockrace.lab.cli.DurationText;
import dev.lockrace.lab.cli.Progress;
import dev.lockrace.lab.faults.experiment.Experiment;
import dev.lockrace.lab.faults.experiment.ExperimentPlan;
import dev.lockrace.lab.faults.experiment.ExperimentRunner;
import dev.lockrace.lab.faults.result.ExperimentResult;
import dev.lockrace.lab.testbed.Testbed;
import java.util.ArrayList;
import java.util.List;

/** Runs the experiments of a plan one after another on one testbed. */
final class ExperimentPlanRunner {

    private final Testbed testbed;
    private final ExperimentPlan plan;
    private final Progress progress;

    ExperimentPlanRunner(Testbed testbed, ExperimentPlan plan, Progress progress) {
        this.testbed = testbed;
        this.plan = plan;
        this.progress = progress;
    }

    /** Blocks until all experiments have been run. */
    List<ExperimentResult> run() throws InterruptedException {
        List<ExperimentResult> results = new ArrayList<>();
        progress.begin("experiments", plan.experiments().size());
        try {
            for (int i = 0; i < plan.experiments().size(); i++) {
                Experiment experiment = plan.experiments().get(i);
                progress.waitingFor("%s; about %s left".formatted(experiment, DurationText.of(plan.durationFrom(i))));
                ExperimentResult result = ExperimentRunner.run(testbed, experiment);
                results.add(result);
                progress.done("%s: %s".formatted(experiment, result.result().text()));
            }
            return results;
        } finally {
            progress.end();
        }
    }
}
