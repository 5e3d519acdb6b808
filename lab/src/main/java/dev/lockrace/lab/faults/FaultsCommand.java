package dev.lockrace.lab.faults;

import dev.lockrace.lab.cli.BackendConverter;
import dev.lockrace.lab.cli.CommandLineText;
import dev.lockrace.lab.cli.InvalidOptionException;
import dev.lockrace.lab.cli.JsonOutput;
import dev.lockrace.lab.cli.OptionRange;
import dev.lockrace.lab.cli.Progress;
import dev.lockrace.lab.cli.WorkDirectory;
import dev.lockrace.lab.faults.broken.BrokenLockSeries;
import dev.lockrace.lab.faults.experiment.Fault;
import dev.lockrace.lab.faults.fault.Faults;
import dev.lockrace.lab.faults.report.FaultPage;
import dev.lockrace.lab.faults.report.HtmlFile;
import dev.lockrace.lab.faults.result.FaultsResult;
import dev.lockrace.lab.testbed.server.ServerCapability;
import dev.lockrace.race.RaceBackend;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The subcommand that runs the race under every fault on every backend, and compares the results with expectations. */
@Command(
        name = "faults",
        description = "Injects faults into the race, and checks the recorded events to see which locks hold.",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:every experiment had the expected result, or every broken lock was detected",
            "1:an experiment did not, a broken lock was not, or the command failed",
            "2:invalid usage"
        },
        sortOptions = false)
public final class FaultsCommand implements Callable<Integer> {

    private static final OptionRange<Integer> WORKERS = new OptionRange<>("--workers", 3, 10);
    private static final OptionRange<Integer> REPEAT = new OptionRange<>("--repeat", 1, 1_000);

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    @Option(
            names = "--backend",
            split = ",",
            paramLabel = "NAME",
            converter = BackendConverter.class,
            description = "Backends, separated by commas: local, database, memcached, redis (default: all).")
    private List<RaceBackend> backends = Arrays.asList(RaceBackend.values());

    @Option(
            names = "--fault",
            split = ",",
            paramLabel = "NAME",
            converter = FaultConverter.class,
            description = "Faults, separated by commas (default: all). --list prints them.")
    private List<Fault> faults = Faults.all();

    @Option(
            names = "--workers",
            paramLabel = "N",
            description = "Worker processes, 3 to 10 (default: ${DEFAULT-VALUE}).")
    private int workers = WORKERS.min();

    @Option(
            names = "--repeat",
            paramLabel = "N",
            description = "How often each experiment is run, 1 to 1000 (default: ${DEFAULT-VALUE}).")
    private int repeat = 1;

    @Option(
            names = "--broken",
            description =
                    "Test the lab itself: run deliberately broken locks, each under the fault that must detect it.")
    private boolean broken;

    @Mixin
    private ServerOptions serverOptions = new ServerOptions();

    @Option(names = "--json", description = "Print only JSON on standard output.")
    private boolean json;

    @Option(
            names = "--html",
            paramLabel = "FILE",
            converter = HtmlFile.Converter.class,
            description = "Also write a self-contained page with the matrix and the timeline of every experiment.")
    private @Nullable HtmlFile html;

    @Option(names = "--list", description = "Print the faults with their descriptions, and exit.")
    private boolean list;

    @Override
    public Integer call() throws InterruptedException {
        if (list) {
            Faults.all().forEach(fault -> System.out.printf("%-30s %s%n", fault.id(), fault.description()));
            return CommandLine.ExitCode.OK;
        }
        BrokenLockSeries brokenLocks =
                new BrokenLockSeries(CommandLineText.of(spec), faults, backends, workers, repeat);
        checkOptions(brokenLocks);
        Progress progress = Progress.onStandardError();
        WorkDirectory work = WorkDirectory.create();
        return broken ? runBrokenLocks(brokenLocks, work, progress) : runBackends(work, progress);
    }

    private int runBackends(WorkDirectory work, Progress progress) throws InterruptedException {
        List<RaceBackend> distinct = backends.stream().distinct().toList();
        boolean stepClocks =
                faults.stream().anyMatch(fault -> fault.requiredCapabilities().contains(ServerCapability.STEP_CLOCK));
        FaultsResult result = new ExperimentSeries(
                        CommandLineText.of(spec), faults.stream().distinct().toList(), distinct, workers, repeat)
                .run(serverOptions.start(work, distinct, stepClocks, progress), work, progress);
        System.out.print(json ? JsonOutput.of(result) : FaultTable.of(result));
        System.out.flush();
        writePage(result);
        return result.isAsExpected() ? CommandLine.ExitCode.OK : CommandLine.ExitCode.SOFTWARE;
    }

    private void writePage(FaultsResult result) {
        if (html != null) {
            html.write(FaultPage.of(result));
            System.err.println("Wrote the page to " + html.path());
        }
    }

    private int runBrokenLocks(BrokenLockSeries series, WorkDirectory work, Progress progress)
            throws InterruptedException {
        BrokenLockSeries.Outcome outcome =
                series.run(serverOptions.start(work, series.backends(), false, progress), work, progress);
        System.out.print(json ? outcome.json() : outcome.table());
        System.out.flush();
        return outcome.allDetected() ? CommandLine.ExitCode.OK : CommandLine.ExitCode.SOFTWARE;
    }

    private void checkOptions(BrokenLockSeries brokenLocks) {
        WORKERS.check(workers);
        REPEAT.check(repeat);
        serverOptions.check(backends);
        if (broken && html != null) {
            throw new InvalidOptionException(
                    "--html and --broken exclude each other: the page shows experiments with correct locks");
        }
        if (broken && brokenLocks.isEmpty()) {
            throw new InvalidOptionException(
                    "No broken lock has an experiment with these faults and backends; --broken alone runs all");
        }
    }
}
