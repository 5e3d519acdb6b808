package dev.lockrace.lab.faults.broken;

import dev.lockrace.lab.cli.CloseOnExit;
import dev.lockrace.lab.cli.DurationText;
import dev.lockrace.lab.cli.JsonOutput;
import dev.lockrace.lab.cli.Machine;
import dev.lockrace.lab.cli.Plural;
import dev.lockrace.lab.cli.Progress;
import dev.lockrace.lab.cli.WorkDirectory;
import dev.lockrace.lab.faults.experiment.ExperimentPlan;
import dev.lockrace.lab.faults.experiment.Fault;
import dev.lockrace.lab.faults.result.UnsupportedFault;
import dev.lockrace.lab.testbed.Testbed;
import dev.lockrace.lab.testbed.TestbedSettings;
import dev.lockrace.lab.testbed.server.Servers;
import dev.lockrace.race.RaceBackend;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.List;

/** A test of the lab itself: whether its experiments detect broken locks. */
public final class BrokenLockSeries {

    private final String command;
    private final List<BrokenLockExperiment> experiments;
    private final int workers;
    private final int repeat;

    /**
     * @param command the command line, for the result
     * @param faults the faults whose experiments are run
     * @param backends the backends whose experiments are run
     * @param repeat how often each experiment is run
     */
    public BrokenLockSeries(
            String command, Collection<Fault> faults, Collection<RaceBackend> backends, int workers, int repeat) {
        this.command = command;
        this.experiments = BrokenLockExperiments.among(faults, backends);
        this.workers = workers;
        this.repeat = repeat;
    }

    /** Returns whether no broken lock has an experiment with these faults and backends. */
    public boolean isEmpty() {
        return experiments.isEmpty();
    }

    /** Returns the backends of the experiments. */
    public List<RaceBackend> backends() {
        return experiments.stream()
                .map(it -> it.experiment().backend())
                .distinct()
                .toList();
    }

    /** The output of a series, and whether every broken lock was detected. */
    public record Outcome(String table, String json, boolean allDetected) {}

    /** Blocks until all experiments have been run, and closes the servers. */
    public Outcome run(Servers servers, WorkDirectory work, Progress progress) throws InterruptedException {
        BrokenLocksResult result = result(servers, work, progress);
        return new Outcome(BrokenLockTable.of(result), JsonOutput.of(result), result.isAllDetected());
    }

    private BrokenLocksResult result(Servers servers, WorkDirectory work, Progress progress)
            throws InterruptedException {
        Instant startedAt = Instant.now().truncatedTo(ChronoUnit.SECONDS);
        List<UnsupportedFault> unsupported = unsupported(servers);
        List<BrokenLockExperiment> supported = experiments.stream()
                .filter(it -> unsupported.stream()
                        .noneMatch(
                                no -> no.fault().equals(it.experiment().fault().id())))
                .toList();
        Duration duration = ExperimentPlan.STARTUP_TIME.plus(BrokenLockRunner.duration(supported, repeat));
        System.err.printf(
                "%s; this takes about %s%n", Plural.of(supported.size(), "broken lock"), DurationText.of(duration));
        TestbedSettings settings = TestbedSettings.proxied(workers);
        try (CloseOnExit<Testbed> testbed = new CloseOnExit<>(Testbed.start(servers, work, settings, progress))) {
            return new BrokenLocksResult(
                    startedAt,
                    command,
                    Machine.description(),
                    servers.kind(),
                    servers.descriptions(),
                    unsupported,
                    new BrokenLockRunner(testbed.get(), supported, repeat, progress).run());
        }
    }

    private List<UnsupportedFault> unsupported(Servers servers) {
        return ExperimentPlan.of(
                        experiments.stream()
                                .map(it -> it.experiment().fault())
                                .distinct()
                                .toList(),
                        List.of(),
                        servers.kind(),
                        servers.capabilities())
                .unsupported();
    }
}
