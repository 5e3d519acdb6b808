package dev.lockrace.lab.overload;

import dev.lockrace.lab.Machine;
import dev.lockrace.lab.OptionChecks;
import dev.lockrace.lab.ResultJson;
import dev.lockrace.lab.faults.scene.FaultServers;
import dev.lockrace.lab.faults.scene.Network;
import dev.lockrace.lab.load.LoadOptions;
import dev.lockrace.lab.load.LoadStack;
import dev.lockrace.lab.load.RecordDatabase;
import dev.lockrace.lab.load.TaskRecord;
import dev.lockrace.lab.progress.Progress;
import dev.lockrace.lab.race.OnExit;
import dev.lockrace.lab.stack.WorkFolder;
import dev.lockrace.race.RaceDefaults;
import java.nio.file.Path;
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

/** Sends more tasks than the workers can do, slows their database, and prints what grew and what was lost. */
@Command(
        name = "overload",
        description = "Fills the queue while workers work, has callers turned away, slows the database, and prints what"
                + " grew and what became of the tasks.",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:all stayed within its bounds, and nothing was lost",
            "1:it did not, or something failed",
            "2:bad usage"
        },
        sortOptions = false)
public final class OverloadCommand implements Callable<Integer> {

    /** The embedded broker keeps its messages in memory. */
    private static final int EMBEDDED_TASKS = 100_000;

    private static final int DOCKER_TASKS = 1_000_000;
    private static final int MAX_TASKS = 10_000_000;

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    @Option(
            names = "--tasks",
            paramLabel = "N",
            description =
                    "Tasks that may wait before callers are turned away (default: 1000000 in containers, 100000 on"
                            + " the embedded broker, which keeps them in memory).")
    private @Nullable Integer tasks;

    @Mixin
    private LoadOptions load = new LoadOptions();

    @Override
    public Integer call() throws InterruptedException {
        OverloadOptions options = checkedOptions();
        Instant begunAt = Instant.now().truncatedTo(ChronoUnit.SECONDS);
        Progress progress = new Progress(System.err, Boolean.getBoolean("lockrace.terminal"));
        WorkFolder work = WorkFolder.create(
                Path.of(System.getProperty("lockrace.home", "")).toAbsolutePath());
        FaultServers servers = load.startServers(work, progress);
        try (Network toRecord = Network.to(servers.record());
                OnExit<LoadStack> stack =
                        new OnExit<>(LoadStack.start(servers, work, setup(options, toRecord), progress));
                RecordDatabase database = new RecordDatabase(servers.record())) {
            OverloadCourse course =
                    new OverloadRun(stack.get(), toRecord, new TaskRecord(database), options, progress).run();
            OverloadResult result = result(begunAt, servers.descriptions(), options, course);
            System.out.print(load.json() ? ResultJson.of(result) : OverloadTable.of(result));
            System.out.flush();
            return result.isRight() ? CommandLine.ExitCode.OK : CommandLine.ExitCode.SOFTWARE;
        }
    }

    private static LoadStack.Setup setup(OverloadOptions options, Network toRecord) {
        return new LoadStack.Setup(
                options.backend(),
                options.workers(),
                toRecord.end(),
                Map.of("lockrace.backlog.max-pending", String.valueOf(options.tasks())));
    }

    private OverloadOptions checkedOptions() {
        OptionChecks checks = new OptionChecks(spec);
        load.check(checks);
        int count = tasks == null ? (load.isDocker() ? DOCKER_TASKS : EMBEDDED_TASKS) : tasks;
        checks.range("--tasks", RaceDefaults.MAX_TASKS, MAX_TASKS, count);
        return new OverloadOptions(load.backend(), load.workers(), count);
    }

    private OverloadResult result(
            Instant begunAt, Map<String, String> servers, OverloadOptions options, OverloadCourse course) {
        return new OverloadResult(
                begunAt,
                "./lockrace "
                        + String.join(" ", spec.commandLine().getParseResult().originalArgs()),
                Machine.description(),
                servers,
                options.backend().id(),
                options.workers(),
                options.tasks(),
                course.filling().requests(),
                course.filling().turnedAway(),
                course.filling().unconfirmed(),
                course.filling().tasks(),
                course.seconds(),
                OverloadRun.CALLERS,
                course.pushBack().accepted().size(),
                course.pushBack().refused(),
                course.pushBack().otherwise(),
                course.maxPending(),
                course.memory(),
                course.slowness().paces(),
                course.slowness().recoverySeconds(),
                course.waiting(),
                course.account(),
                OverloadJudge.judge(options, course));
    }
}
