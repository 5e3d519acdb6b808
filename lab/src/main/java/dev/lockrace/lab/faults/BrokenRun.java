package dev.lockrace.lab.faults;

import dev.lockrace.lab.faults.BrokenResult.Trial;
import dev.lockrace.lab.faults.scene.FaultStack;
import dev.lockrace.lab.progress.Progress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Runs the races of broken locks, one after another on the same servers; the workers are started anew for each lock. */
final class BrokenRun {

    /** Of workers, once for each lock. */
    private static final Duration START = Duration.ofSeconds(10);

    private final FaultStack stack;
    private final List<BrokenCase> cases;
    private final int repeat;
    private final Progress progress;

    BrokenRun(FaultStack stack, List<BrokenCase> cases, int repeat, Progress progress) {
        this.stack = stack;
        this.cases = cases;
        this.repeat = repeat;
        this.progress = progress;
    }

    /** About how long these take, each that often. */
    static Duration length(List<BrokenCase> cases, int repeat) {
        return cases.stream()
                .map(it -> START.plus(it.race().length().multipliedBy(repeat)))
                .reduce(Duration.ZERO, Duration::plus);
    }

    /** Blocks for about that long. */
    List<Trial> run() throws InterruptedException {
        List<Trial> trials = new ArrayList<>();
        progress.begin("broken locks", cases.size() * repeat);
        try {
            for (int i = 0; i < cases.size(); i++) {
                Duration left = length(cases.subList(i, cases.size()), repeat);
                progress.waitingFor("%s; about %s left".formatted(cases.get(i), FaultRun.minutes(left)));
                trials.addAll(run(cases.get(i)));
            }
            return trials;
        } finally {
            progress.end();
        }
    }

    private List<Trial> run(BrokenCase broken) throws InterruptedException {
        List<Trial> trials = new ArrayList<>();
        stack.crew().breakLocks(broken.lock());
        for (int i = 0; i < repeat; i++) {
            Trial trial = Trial.of(broken.lock(), CellRun.run(stack, broken.race()));
            trials.add(trial);
            progress.done("%s: %s".formatted(broken, trial.race().result().text()));
        }
        return trials;
    }
}
