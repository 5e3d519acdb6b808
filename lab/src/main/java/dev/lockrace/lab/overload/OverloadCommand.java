package dev.lockrace.lab.overload;

import dev.lockrace.lab.cli.CloseOnExit;
import dev.lockrace.lab.cli.CommandLineText;
import dev.lockrace.lab.cli.JsonOutput;
import dev.lockrace.lab.cli.Machine;
import dev.lockrace.lab.cli.OptionRange;
import dev.lockrace.lab.cli.Progress;
import dev.lockrace.lab.cli.WorkDirectory;
import dev.lockrace.lab.load.DatabaseConnection;
import dev.lockrace.lab.load.EventDatabase;
import dev.lockrace.lab.load.LoadOptions;
import dev.lockrace.lab.testbed.Testbed;
import dev.lockrace.lab.testbed.TestbedSettings;
import dev.lockrace.lab.testbed.network.Network;
import dev.lockrace.lab.testbed.server.Servers;
import dev.lockrace.race.RaceDefaults;
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

/** The subcommand that fills the queue, slows the event database, and reports memory, throughput and lost tasks. */
@Command(
        name = "overload",
        description =
                "Fills the queue beyond its limit while workers consume, slows the event database, and prints memory,"
                        + " throughput and the outcomes of the tasks.",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:nothing exceeded its limit, and no task was lost",
            "1:there is a violation, or the command failed",
            "2:invalid usage"
        },
        sortOptions = false)
public final class OverloadCommand implements Callable<Integer> {

    /** Lower than in containers, since the embedded broker keeps its messages in memory. */
    private static final int EMBEDDED_TASKS = 100_000;

    private static final int DOCKER_TASKS = 1_000_000;
    private static final OptionRange<Integer> TASKS = new OptionRange<>("--tasks", RaceDefaults.MAX_TASKS, 10_000_000);

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    @Option(
            names = "--tasks",
            paramLabel = "N",
            description =
                    "Limit of pending tasks, at which the producer rejects requests, 10000 to 10000000 (default: 1000000 in"
                            + " containers, 100000 on the embedded broker, which keeps them in memory).")
    private @Nullable Integer tasks;

    @Mixin
    private LoadOptions load = new LoadOptions();

    @Override
    public Integer call() throws InterruptedException {
        OverloadOptions options = checkedOptions();
        Instant startedAt = Instant.now().truncatedTo(ChronoUnit.SECONDS);
        Progress progress = Progress.onStandardError();
        WorkDirectory work = WorkDirectory.create();
        Servers servers = load.startServers(work, progress);
        try (Network toEventDatabase = Network.to(servers.eventDatabase());
                CloseOnExit<Testbed> testbed =
                        new CloseOnExit<>(Testbed.start(servers, work, settings(options, toEventDatabase), progress));
                DatabaseConnection connection = new DatabaseConnection(servers.eventDatabase())) {
            OverloadObservation observation = new Overload(
                            testbed.get(), toEventDatabase, new EventDatabase(connection), options, progress)
                    .run();
            OverloadResult result = result(startedAt, servers.descriptions(), options, observation);
            System.out.print(load.json() ? JsonOutput.of(result) : OverloadTable.of(result));
            System.out.flush();
            return result.hasPassed() ? CommandLine.ExitCode.OK : CommandLine.ExitCode.SOFTWARE;
        }
    }

    private static TestbedSettings settings(OverloadOptions options, Network toEventDatabase) {
        return TestbedSettings.direct(options.workers())
                .withBackend(options.backend())
                .withEventDatabase(toEventDatabase.endpoint())
                .withProducerProperties(Map.of("lockrace.backlog.max-pending", String.valueOf(options.maxPending())));
    }

    private OverloadOptions checkedOptions() {
        load.check();
        int maxPending = tasks == null ? (load.isDocker() ? DOCKER_TASKS : EMBEDDED_TASKS) : tasks;
        TASKS.check(maxPending);
        return new OverloadOptions(load.backend(), load.workers(), maxPending);
    }

    private OverloadResult result(
            Instant startedAt, Map<String, String> servers, OverloadOptions options, OverloadObservation observation) {
        return new OverloadResult(
                startedAt,
                CommandLineText.of(spec),
                Machine.description(),
                servers,
                options.backend().id(),
                options.workers(),
                options.maxPending(),
                observation.filling().requests(),
                observation.filling().rejected(),
                observation.filling().partlyConfirmed(),
                observation.filling().tasks(),
                observation.seconds(),
                Overload.CALLERS,
                observation.backPressure().accepted().size(),
                observation.backPressure().rejected(),
                observation.backPressure().failed(),
                observation.maxQueued(),
                observation.memory(),
                observation.slowDatabase().throughputs(),
                observation.slowDatabase().recoverySeconds(),
                observation.queuedAtEnd(),
                observation.tasks(),
                OverloadChecker.check(options, observation));
    }
}
