package dev.lockrace.lab.faults;

import dev.lockrace.lab.faults.result.CellResult;
import dev.lockrace.lab.faults.scene.FaultStack;
import dev.lockrace.lab.progress.Progress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Runs the races of a plan, one after another on the same services. */
final class FaultRun {

    private final FaultStack stack;
    private final FaultPlan plan;
    private final Progress progress;

    FaultRun(FaultStack stack, FaultPlan plan, Progress progress) {
        this.stack = stack;
        this.plan = plan;
        this.progress = progress;
    }

    /** Blocks for about as long as the plan says. */
    List<CellResult> run() throws InterruptedException {
        List<CellResult> results = new ArrayList<>();
        progress.begin("races", plan.cells().size());
        try {
            for (int i = 0; i < plan.cells().size(); i++) {
                Cell cell = plan.cells().get(i);
                progress.waitingFor("%s; about %s left".formatted(cell, minutes(plan.lengthFrom(i))));
                CellResult result = CellRun.run(stack, cell);
                results.add(result);
                progress.done("%s: %s".formatted(cell, result.result().text()));
            }
            return results;
        } finally {
            progress.end();
        }
    }

    static String minutes(Duration duration) {
        long seconds = duration.toSeconds();
        return seconds < 60 ? seconds + " s" : "%d min %d s".formatted(seconds / 60, seconds % 60);
    }
}
