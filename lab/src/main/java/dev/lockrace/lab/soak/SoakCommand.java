package dev.lockrace.lab.soak;

import dev.lockrace.lab.OptionChecks;
import dev.lockrace.lab.ResultJson;
import dev.lockrace.lab.faults.scene.FaultServers;
import dev.lockrace.lab.load.LoadOptions;
import dev.lockrace.lab.load.LoadStack;
import dev.lockrace.lab.progress.Progress;
import dev.lockrace.lab.race.DurationConverter;
import dev.lockrace.lab.race.OnExit;
import dev.lockrace.lab.stack.WorkFolder;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Runs many tasks through workers and servers that fail, and prints the sum. */
@Command(
        name = "soak",
        description =
                "Sends many tasks while workers are killed and servers restarted, and prints what became of them.",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:the sum is right", "1:it is off, or something failed", "2:bad usage"},
        sortOptions = false)
public final class SoakCommand implements Callable<Integer> {

    private static final int DEFAULT_TASKS = 100_000;
    private static final int MIN_TASKS = 100;
    private static final int MAX_TASKS = 10_000_000;
    private static final int DEFAULT_NAMES = 10_000;
    private static final Duration MIN_LENGTH = Duration.ofSeconds(10);
    private static final Duration MAX_LENGTH = Duration.ofDays(7);
    private static final Duration MIN_PAUSE = Duration.ofSeconds(1);

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    @Option(names = "--tasks", paramLabel = "N", description = "Tasks to be confirmed (default: 100000).")
    private @Nullable Integer tasks;

    @Option(
            names = "--for",
            paramLabel = "TIME",
            converter = DurationConverter.class,
            description = "Send tasks for that long, such as 10m, instead of a number of them.")
    private @Nullable Duration length;

    @Option(
            names = "--names",
            paramLabel = "N",
            description =
                    "Lock names that they contend for, ten tasks at a time (default: 10000, and a tenth of --tasks"
                            + " at most).")
    private @Nullable Integer names;

    @Option(
            names = "--kill-every",
            paramLabel = "TIME",
            converter = DurationConverter.class,
            description = "How long after a worker was killed the next is (default: 5s).")
    private Duration killEvery = Duration.ofSeconds(5);

    @Mixin
    private LoadOptions load = new LoadOptions();

    @Override
    public Integer call() throws InterruptedException {
        SoakOptions options = checkedOptions();
        Instant begunAt = Instant.now().truncatedTo(ChronoUnit.SECONDS);
        Progress progress = new Progress(System.err, Boolean.getBoolean("lockrace.terminal"));
        WorkFolder work = WorkFolder.create(
                Path.of(System.getProperty("lockrace.home", "")).toAbsolutePath());
        FaultServers servers = load.startServers(work, progress);
        LoadStack.Setup setup = new LoadStack.Setup(options.backend(), options.workers(), servers.record(), Map.of());
        try (OnExit<LoadStack> stack = new OnExit<>(LoadStack.start(servers, work, setup, progress))) {
            SoakResult result = SoakRun.run(begunAt, command(), stack.get(), options, progress);
            System.out.print(load.json() ? ResultJson.of(result) : SoakTable.of(result));
            System.out.flush();
            return result.isRight() ? CommandLine.ExitCode.OK : CommandLine.ExitCode.SOFTWARE;
        }
    }

    private String command() {
        return "./lockrace "
                + String.join(" ", spec.commandLine().getParseResult().originalArgs());
    }

    private SoakOptions checkedOptions() {
        OptionChecks checks = new OptionChecks(spec);
        load.check(checks);
        checks.that(tasks == null || length == null, "--tasks and --for can't both be given: either counts");
        checks.range("--kill-every", MIN_PAUSE, MAX_LENGTH, killEvery);
        Integer count = length == null && tasks == null ? Integer.valueOf(DEFAULT_TASKS) : tasks;
        int maxNames = MAX_TASKS / SoakOptions.TASKS_OF_A_RUN;
        if (length != null) {
            checks.range("--for", MIN_LENGTH, MAX_LENGTH, length);
        }
        if (count != null) {
            checks.range("--tasks", MIN_TASKS, MAX_TASKS, count);
            maxNames = count / SoakOptions.TASKS_OF_A_RUN;
        }
        int nameCount = names == null ? Math.min(DEFAULT_NAMES, maxNames) : names;
        checks.range("--names", 1, maxNames, nameCount);
        return new SoakOptions(load.backend(), count, length, nameCount, load.workers(), killEvery);
    }
}
