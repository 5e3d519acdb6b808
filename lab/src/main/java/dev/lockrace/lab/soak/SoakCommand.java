package dev.lockrace.lab.soak;

import dev.lockrace.lab.cli.CloseOnExit;
import dev.lockrace.lab.cli.CommandLineText;
import dev.lockrace.lab.cli.DurationConverter;
import dev.lockrace.lab.cli.InvalidOptionException;
import dev.lockrace.lab.cli.JsonOutput;
import dev.lockrace.lab.cli.OptionRange;
import dev.lockrace.lab.cli.Progress;
import dev.lockrace.lab.cli.WorkDirectory;
import dev.lockrace.lab.load.LoadOptions;
import dev.lockrace.lab.testbed.Testbed;
import dev.lockrace.lab.testbed.TestbedSettings;
import dev.lockrace.lab.testbed.server.Servers;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The subcommand that publishes many tasks while workers and servers fail, and reports lost tasks. */
@Command(
        name = "soak",
        description = "Publishes many tasks while workers are killed and servers restarted, and prints their outcomes.",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:no task was lost or done twice, and no lease remains",
            "1:there is a violation, or the command failed",
            "2:invalid usage"
        },
        sortOptions = false)
public final class SoakCommand implements Callable<Integer> {

    private static final int DEFAULT_TASKS = 100_000;
    private static final int DEFAULT_LOCK_NAMES = 10_000;
    private static final Duration MAX_DURATION = Duration.ofDays(7);
    private static final OptionRange<Integer> TASKS = new OptionRange<>("--tasks", 100, 10_000_000);
    private static final OptionRange<Duration> FOR = new OptionRange<>("--for", Duration.ofSeconds(10), MAX_DURATION);
    private static final OptionRange<Duration> KILL_EVERY =
            new OptionRange<>("--kill-every", Duration.ofSeconds(1), MAX_DURATION);

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    @Option(
            names = "--tasks",
            paramLabel = "N",
            description = "Number of tasks to be confirmed, 100 to 10000000 (default: 100000).")
    private @Nullable Integer tasks;

    @Option(
            names = "--for",
            paramLabel = "TIME",
            converter = DurationConverter.class,
            description = "Publish tasks for that long, 10s to 168h, instead of a number of tasks.")
    private @Nullable Duration duration;

    @Option(
            names = "--names",
            paramLabel = "N",
            description =
                    "Number of lock names, each for ten tasks at a time, 1 to a tenth of --tasks (default: 10000, or a"
                            + " tenth of --tasks if that is smaller).")
    private @Nullable Integer lockNames;

    @Option(
            names = "--kill-every",
            paramLabel = "TIME",
            converter = DurationConverter.class,
            description = "Time from one killed worker to the next, 1s to 168h (default: 5s).")
    private Duration killInterval = Duration.ofSeconds(5);

    @Mixin
    private LoadOptions load = new LoadOptions();

    @Override
    public Integer call() throws InterruptedException {
        SoakOptions options = checkedOptions();
        Instant startedAt = Instant.now().truncatedTo(ChronoUnit.SECONDS);
        Progress progress = Progress.onStandardError();
        WorkDirectory work = WorkDirectory.create();
        Servers servers = load.startServers(work, progress);
        TestbedSettings settings = TestbedSettings.direct(options.workers()).withBackend(options.backend());
        try (CloseOnExit<Testbed> testbed = new CloseOnExit<>(Testbed.start(servers, work, settings, progress))) {
            SoakResult result = SoakRunner.run(startedAt, CommandLineText.of(spec), testbed.get(), options, progress);
            System.out.print(load.json() ? JsonOutput.of(result) : SoakTable.of(result));
            System.out.flush();
            return result.hasPassed() ? CommandLine.ExitCode.OK : CommandLine.ExitCode.SOFTWARE;
        }
    }

    private SoakOptions checkedOptions() {
        load.check();
        if (tasks != null && duration != null) {
            throw new InvalidOptionException("--tasks and --for exclude each other");
        }
        KILL_EVERY.check(killInterval);
        Integer count = duration == null && tasks == null ? Integer.valueOf(DEFAULT_TASKS) : tasks;
        int maxLockNames = TASKS.max() / SoakOptions.TASKS_PER_RUN;
        if (duration != null) {
            FOR.check(duration);
        }
        if (count != null) {
            TASKS.check(count);
            maxLockNames = count / SoakOptions.TASKS_PER_RUN;
        }
        int names = lockNames == null ? Math.min(DEFAULT_LOCK_NAMES, maxLockNames) : lockNames;
        new OptionRange<>("--names", 1, maxLockNames).check(names);
        return new SoakOptions(load.backend(), count, duration, names, load.workers(), killInterval);
    }
}
