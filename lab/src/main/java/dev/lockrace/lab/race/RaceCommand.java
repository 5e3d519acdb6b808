package dev.lockrace.lab.race;

import dev.lockrace.lab.OptionChecks;
import dev.lockrace.lab.progress.Progress;
import dev.lockrace.lab.stack.Stack;
import dev.lockrace.lab.stack.WorkFolder;
import dev.lockrace.race.RaceBackend;
import dev.lockrace.race.RaceDefaults;
import dev.lockrace.race.TaskMessage;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Runs the race on every backend and prints a table. */
@Command(
        name = "race",
        description = "Lets workers race for one lock, and prints how many held it at the same moment.",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:every backend did what it documents", "1:one did not, or something failed", "2:bad usage"},
        sortOptions = false)
public final class RaceCommand implements Callable<Integer> {

    private static final int MAX_WORKERS = 50;
    private static final Duration MIN_HOLD = Duration.ofMillis(1);

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    @Option(
            names = "--backend",
            split = ",",
            paramLabel = "NAME",
            converter = BackendConverter.class,
            description = "Backends to race on, separated by commas: local, database, memcached, redis (default: all).")
    private List<RaceBackend> backends = Arrays.asList(RaceBackend.values());

    @Option(names = "--workers", paramLabel = "N", description = "Worker processes (default: ${DEFAULT-VALUE}).")
    private int workers = 3;

    @Option(names = "--tasks", paramLabel = "N", description = "Tasks of each run (default: ${DEFAULT-VALUE}).")
    private int tasks = RaceDefaults.TASKS;

    @Option(
            names = "--hold",
            paramLabel = "TIME",
            converter = DurationConverter.class,
            description = "How long the holder works, such as 3s or 500ms (default: 3s).")
    private Duration hold = RaceDefaults.HOLD;

    @Option(names = "--keep", description = "Leave all running afterwards, until Ctrl-C.")
    private boolean keep;

    @Option(names = "--json", description = "Print JSON, and nothing else, on standard output.")
    private boolean json;

    @Override
    public Integer call() throws InterruptedException {
        RaceOptions options = checkedOptions();
        Progress progress = new Progress(System.err, Boolean.getBoolean("lockrace.terminal"));
        WorkFolder work = WorkFolder.create(
                Path.of(System.getProperty("lockrace.home", "")).toAbsolutePath());
        try (OnExit<Stack> stack = new OnExit<>(Stack.start(work, workers, progress))) {
            RaceResult result = new Race(stack.get(), options, progress).run();
            System.out.print(json ? RaceJson.of(result) : RaceTable.of(result));
            System.out.flush();
            if (keep) {
                stayUntilInterrupted(stack.get());
            }
            return result.isAsDocumented() ? CommandLine.ExitCode.OK : CommandLine.ExitCode.SOFTWARE;
        }
    }

    private RaceOptions checkedOptions() {
        OptionChecks checks = new OptionChecks(spec);
        checks.range("--workers", 1, MAX_WORKERS, workers);
        checks.range("--tasks", 1, RaceDefaults.MAX_TASKS, tasks);
        checks.range("--hold", MIN_HOLD, TaskMessage.MAX_HOLD, hold);
        return new RaceOptions(backends.stream().distinct().toList(), workers, tasks, hold);
    }

    /** Ctrl-C ends the JVM, whose exit closes the stack. */
    private static void stayUntilInterrupted(Stack stack) throws InterruptedException {
        System.err.println("\nAll stays up until Ctrl-C:");
        stack.addresses().forEach((name, address) -> System.err.printf("  %-12s %s%n", name, address));
        new CountDownLatch(1).await();
    }
}
