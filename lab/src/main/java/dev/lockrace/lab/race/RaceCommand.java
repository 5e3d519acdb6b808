package dev.lockrace.lab.race;

import dev.lockrace.lab.cli.BackendConverter;
import dev.lockrace.lab.cli.CloseOnExit;
import dev.lockrace.lab.cli.DurationConverter;
import dev.lockrace.lab.cli.OptionRange;
import dev.lockrace.lab.cli.Progress;
import dev.lockrace.lab.cli.WorkDirectory;
import dev.lockrace.lab.testbed.Testbed;
import dev.lockrace.lab.testbed.TestbedSettings;
import dev.lockrace.lab.testbed.server.SharedProcessServers;
import dev.lockrace.race.RaceBackend;
import dev.lockrace.race.RaceDefaults;
import dev.lockrace.race.task.TaskMessage;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The subcommand that runs the race on every backend and prints a table. */
@Command(
        name = "race",
        description = "Lets workers race for one lock, and prints how many held it at the same time.",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:every backend behaved as documented",
            "1:a backend did not, or the command failed",
            "2:invalid usage"
        },
        sortOptions = false)
public final class RaceCommand implements Callable<Integer> {

    private static final OptionRange<Integer> WORKERS = new OptionRange<>("--workers", 1, 50);
    private static final OptionRange<Integer> TASKS = new OptionRange<>("--tasks", 1, RaceDefaults.MAX_TASKS);
    private static final OptionRange<Duration> HOLD =
            new OptionRange<>("--hold", Duration.ofMillis(1), TaskMessage.MAX_HOLD);

    @Option(
            names = "--backend",
            split = ",",
            paramLabel = "NAME",
            converter = BackendConverter.class,
            description = "Backends to race on, separated by commas: local, database, memcached, redis (default: all).")
    private List<RaceBackend> backends = Arrays.asList(RaceBackend.values());

    @Option(
            names = "--workers",
            paramLabel = "N",
            description = "Worker processes, 1 to 50 (default: ${DEFAULT-VALUE}).")
    private int workers = 3;

    @Option(
            names = "--tasks",
            paramLabel = "N",
            description = "Tasks of each run, 1 to 10000 (default: ${DEFAULT-VALUE}).")
    private int tasks = RaceDefaults.TASKS;

    @Option(
            names = "--hold",
            paramLabel = "TIME",
            converter = DurationConverter.class,
            description = "How long the holder works, 1ms to 8m (default: 3s).")
    private Duration hold = RaceDefaults.HOLD;

    @Option(names = "--keep", description = "Keep servers and services running afterwards, until Ctrl-C.")
    private boolean keep;

    @Option(names = "--json", description = "Print only JSON on standard output.")
    private boolean json;

    @Override
    public Integer call() throws InterruptedException {
        RaceOptions options = checkedOptions();
        Progress progress = Progress.onStandardError();
        WorkDirectory work = WorkDirectory.create();
        SharedProcessServers servers = SharedProcessServers.start(work, progress);
        try (CloseOnExit<Testbed> testbed =
                new CloseOnExit<>(Testbed.start(servers, work, TestbedSettings.direct(workers), progress))) {
            RaceResult result = new Race(testbed.get(), options, progress).run();
            System.out.print(json ? RaceJson.of(result) : RaceTable.of(result));
            System.out.flush();
            if (keep) {
                System.err.println("\nServers and services keep running until Ctrl-C:");
                printAddresses(testbed.get().addresses());
                printAddresses(servers.addresses());
                waitForInterrupt();
            }
            return result.isAsDocumented() ? CommandLine.ExitCode.OK : CommandLine.ExitCode.SOFTWARE;
        }
    }

    private RaceOptions checkedOptions() {
        WORKERS.check(workers);
        TASKS.check(tasks);
        HOLD.check(hold);
        return new RaceOptions(backends.stream().distinct().toList(), workers, tasks, hold);
    }

    private static void printAddresses(Map<String, String> addresses) {
        addresses.forEach((name, address) -> System.err.printf("  %-12s %s%n", name, address));
    }

    /** Blocks until Ctrl-C shuts the JVM down, which closes the testbed. */
    private static void waitForInterrupt() throws InterruptedException {
        new CountDownLatch(1).await();
    }
}
