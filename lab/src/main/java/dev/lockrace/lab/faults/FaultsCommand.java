package dev.lockrace.lab.faults;

import dev.lockrace.lab.OptionChecks;
import dev.lockrace.lab.ResultJson;
import dev.lockrace.lab.faults.ServersOptions.WrongOptionException;
import dev.lockrace.lab.faults.fault.Fault;
import dev.lockrace.lab.faults.fault.Faults;
import dev.lockrace.lab.faults.report.FaultPage;
import dev.lockrace.lab.faults.report.HtmlFile;
import dev.lockrace.lab.faults.result.FaultResult;
import dev.lockrace.lab.progress.Progress;
import dev.lockrace.lab.race.BackendConverter;
import dev.lockrace.lab.stack.WorkFolder;
import dev.lockrace.race.RaceBackend;
import java.nio.file.Path;
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

/** Runs the race under every fault on every backend, and compares what comes of it with what must. */
@Command(
        name = "faults",
        description = "Breaks things under the race, and tells from the record which locks hold.",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:every race ended as expected, or every broken lock was caught",
            "1:one did not or was not, or something failed",
            "2:bad usage"
        },
        sortOptions = false)
public final class FaultsCommand implements Callable<Integer> {

    private static final int MIN_WORKERS = 3;
    private static final int MAX_WORKERS = 10;
    private static final int MAX_REPEATS = 1_000;

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
            description = "Faults, separated by commas (default: all). --list tells them.")
    private List<Fault> faults = Faults.all();

    @Option(names = "--workers", paramLabel = "N", description = "Worker processes (default: ${DEFAULT-VALUE}).")
    private int workers = MIN_WORKERS;

    @Option(names = "--repeat", paramLabel = "N", description = "Run each race that often (default: ${DEFAULT-VALUE}).")
    private int repeat = 1;

    @Option(
            names = "--broken",
            description = "Run broken locks, each under the fault that must convict it: a lab that can't fail proves"
                    + " nothing.")
    private boolean broken;

    @Mixin
    private ServersOptions serversOptions = new ServersOptions();

    @Option(names = "--json", description = "Print JSON, and nothing else, on standard output.")
    private boolean json;

    @Option(
            names = "--html",
            paramLabel = "FILE",
            converter = HtmlFile.Converter.class,
            description =
                    "Also write a page with the matrix and the timeline of every race; one file, for any browser.")
    private @Nullable HtmlFile html;

    @Option(names = "--list", description = "Tell the faults and what each does, and end.")
    private boolean list;

    @Override
    public Integer call() throws InterruptedException {
        if (list) {
            Faults.all().forEach(fault -> System.out.printf("%-30s %s%n", fault.id(), fault.sentence()));
            return CommandLine.ExitCode.OK;
        }
        checkOptions();
        Progress progress = new Progress(System.err, Boolean.getBoolean("lockrace.terminal"));
        WorkFolder work = WorkFolder.create(
                Path.of(System.getProperty("lockrace.home", "")).toAbsolutePath());
        return broken ? tryBrokenLocks(work, progress) : tryBackends(work, progress);
    }

    private int tryBackends(WorkFolder work, Progress progress) throws InterruptedException {
        List<RaceBackend> distinct = backends.stream().distinct().toList();
        FaultResult result = new FaultTrials(
                        command(), faults.stream().distinct().toList(), distinct, workers, repeat)
                .run(serversOptions.start(work, distinct, progress), work, progress);
        System.out.print(json ? ResultJson.of(result) : FaultTable.of(result));
        System.out.flush();
        writePage(result);
        return result.isAsExpected() ? CommandLine.ExitCode.OK : CommandLine.ExitCode.SOFTWARE;
    }

    private void writePage(FaultResult result) {
        if (html != null) {
            html.write(FaultPage.of(result));
            System.err.println("The page is " + html.path());
        }
    }

    private int tryBrokenLocks(WorkFolder work, Progress progress) throws InterruptedException {
        List<BrokenCase> cases = BrokenCases.among(faults, backends);
        List<RaceBackend> needed =
                cases.stream().map(it -> it.race().backend()).distinct().toList();
        BrokenResult result = new BrokenTrials(command(), cases, workers, repeat)
                .run(serversOptions.start(work, needed, progress), work, progress);
        System.out.print(json ? ResultJson.of(result) : BrokenTable.of(result));
        System.out.flush();
        return result.isAllCaught() ? CommandLine.ExitCode.OK : CommandLine.ExitCode.SOFTWARE;
    }

    private String command() {
        return "./lockrace "
                + withoutPasswords(spec.commandLine().getParseResult().originalArgs());
    }

    private static String withoutPasswords(List<String> arguments) {
        return String.join(" ", arguments).replaceAll("//[^/@ ]*@", "//…@");
    }

    private void checkOptions() {
        OptionChecks checks = new OptionChecks(spec);
        checks.range("--workers", MIN_WORKERS, MAX_WORKERS, workers);
        checks.range("--repeat", 1, MAX_REPEATS, repeat);
        try {
            serversOptions.check(backends);
        } catch (WrongOptionException e) {
            checks.that(false, String.valueOf(e.getMessage()));
        }
        checks.that(!broken || html == null, "--html shows races of right locks: it can't be given with --broken");
        checks.that(
                !broken || !BrokenCases.among(faults, backends).isEmpty(),
                "No broken lock is tried with these faults and backends; --broken alone tries all");
    }
}
