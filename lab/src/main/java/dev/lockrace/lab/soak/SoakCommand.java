package dev.lockrace.lab.soak;

import dev.lockrace.lab.faults.scene.DockerFaultServers;
import dev.lockrace.lab.faults.scene.EmbeddedFaultServers;
import dev.lockrace.lab.faults.scene.FaultServers;
import dev.lockrace.lab.progress.Progress;
import dev.lockrace.lab.race.BackendConverter;
import dev.lockrace.lab.race.DurationConverter;
import dev.lockrace.lab.race.OnExit;
import dev.lockrace.lab.stack.WorkFolder;
import dev.lockrace.race.RaceBackend;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
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
    private static final int LEAST_TASKS = 100;
    private static final int MOST_TASKS = 10_000_000;
    private static final int DEFAULT_NAMES = 10_000;
    private static final int LEAST_WORKERS = 2;
    private static final int MOST_WORKERS = 20;
    private static final Duration LEAST_LENGTH = Duration.ofSeconds(10);
    private static final Duration LONGEST_LENGTH = Duration.ofDays(7);
    private static final Duration LEAST_PAUSE = Duration.ofSeconds(1);

    /** The kinds of servers. */
    enum Kind {
        embedded,
        docker
    }

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

    @Option(names = "--workers", paramLabel = "N", description = "Worker processes (default: ${DEFAULT-VALUE}).")
    private int workers = 4;

    @Option(
            names = "--backend",
            paramLabel = "NAME",
            converter = BackendConverter.class,
            description = "The lock: database, memcached or redis (default: database).")
    private RaceBackend backend = RaceBackend.DATABASE;

    @Option(
            names = "--kill-every",
            paramLabel = "TIME",
            converter = DurationConverter.class,
            description = "How long after a worker was killed the next is (default: 5s).")
    private Duration killEvery = Duration.ofSeconds(5);

    @Option(
            names = "--servers",
            paramLabel = "KIND",
            description =
                    "embedded: from Maven's repository; docker: the real images, by docker compose, where the broker"
                            + " is restarted, too (default: ${DEFAULT-VALUE}).")
    private Kind kind = Kind.embedded;

    @Option(names = "--json", description = "Print JSON, and nothing else, on standard output.")
    private boolean json;

    @Override
    public Integer call() throws InterruptedException {
        SoakOptions options = checkedOptions();
        Instant begunAt = Instant.now().truncatedTo(ChronoUnit.SECONDS);
        Progress progress = new Progress(System.err, Boolean.getBoolean("lockrace.terminal"));
        WorkFolder work = WorkFolder.create(
                Path.of(System.getProperty("lockrace.home", "")).toAbsolutePath());
        FaultServers servers = startServers(work, progress);
        try (OnExit<SoakStack> stack = new OnExit<>(SoakStack.start(servers, work, options, progress))) {
            SoakResult result = SoakRun.run(begunAt, command(), stack.get(), options, progress);
            System.out.print(json ? SoakJson.of(result) : SoakTable.of(result));
            System.out.flush();
            return result.isRight() ? CommandLine.ExitCode.OK : CommandLine.ExitCode.SOFTWARE;
        }
    }

    private FaultServers startServers(WorkFolder work, Progress progress) {
        return switch (kind) {
            case embedded -> EmbeddedFaultServers.start(work, List.of(backend), progress);
            case docker -> DockerFaultServers.start(work, progress);
        };
    }

    private String command() {
        return "./lockrace "
                + String.join(" ", spec.commandLine().getParseResult().originalArgs());
    }

    private SoakOptions checkedOptions() {
        check(backend != RaceBackend.LOCAL, "--backend must be database, memcached or redis, was: local");
        check(tasks == null || length == null, "--tasks and --for can't both be given: either counts");
        if (length != null) {
            checkRange("--for", LEAST_LENGTH, LONGEST_LENGTH, length);
        }
        checkRange("--kill-every", LEAST_PAUSE, LONGEST_LENGTH, killEvery);
        checkRange("--workers", LEAST_WORKERS, MOST_WORKERS, workers);
        Integer count = tasks;
        if (count == null && length == null) {
            count = DEFAULT_TASKS;
        }
        int mostNames = MOST_TASKS / SoakOptions.TASKS_OF_A_RUN;
        if (count != null) {
            checkRange("--tasks", LEAST_TASKS, MOST_TASKS, count);
            mostNames = count / SoakOptions.TASKS_OF_A_RUN;
        }
        int nameCount = names == null ? Math.min(DEFAULT_NAMES, mostNames) : names;
        checkRange("--names", 1, mostNames, nameCount);
        return new SoakOptions(backend, count, length, nameCount, workers, killEvery);
    }

    private <T extends Comparable<T>> void checkRange(String option, T least, T most, T value) {
        check(
                value.compareTo(least) >= 0 && value.compareTo(most) <= 0,
                "%s must be %s to %s, was: %s".formatted(option, least, most, value));
    }

    private void check(boolean condition, String message) {
        if (!condition) {
            throw new ParameterException(spec.commandLine(), message);
        }
    }
}
