package dev.lockrace.lab.faults;

import dev.lockrace.lab.cli.CloseOnExit;
import dev.lockrace.lab.cli.DurationText;
import dev.lockrace.lab.cli.Machine;
import dev.lockrace.lab.cli.Plural;
import dev.lockrace.lab.cli.Progress;
import dev.lockrace.lab.cli.WorkDirectory;
import dev.lockrace.lab.faults.experiment.ExperimentPlan;
import dev.lockrace.lab.faults.experiment.Fault;
import dev.lockrace.lab.faults.result.ExperimentResult;
import dev.lockrace.lab.faults.result.FaultsResult;
import dev.lockrace.lab.testbed.Testbed;
import dev.lockrace.lab.testbed.TestbedSettings;
import dev.lockrace.lab.testbed.server.Servers;
import dev.lockrace.race.RaceBackend;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A series of experiments: backends under faults.
 *
 * @param command the command line, for the result
 * @param repeat how often each experiment is run
 */
record ExperimentSeries(String command, List<Fault> faults, List<RaceBackend> backends, int workers, int repeat) {

    /** Blocks until all experiments have been run, and closes the servers. */
    FaultsResult run(Servers servers, WorkDirectory work, Progress progress) throws InterruptedException {
        Instant startedAt = Instant.now().truncatedTo(ChronoUnit.SECONDS);
        List<Fault> adapted = faults.stream()
                .map(fault -> fault.withServerStartupTime(servers.startupTime()))
                .toList();
        ExperimentPlan plan = ExperimentPlan.of(adapted, backends, servers.kind(), servers.capabilities())
                .repeated(repeat);
        System.err.printf(
                "%s; this takes about %s%n",
                Plural.of(plan.experiments().size(), "experiment"), DurationText.of(plan.duration()));
        TestbedSettings settings = TestbedSettings.proxied(workers);
        try (CloseOnExit<Testbed> testbed = new CloseOnExit<>(Testbed.start(servers, work, settings, progress))) {
            List<ExperimentResult> results = new ExperimentPlanRunner(testbed.get(), plan, progress).run();
            return new FaultsResult(
                    startedAt,
                    command,
                    Machine.description(),
                    servers.kind(),
                    servers.descriptions(),
                    descriptions(),
                    plan.unsupported(),
                    results);
        }
    }

    private Map<String, String> descriptions() {
        Map<String, String> descriptions = new LinkedHashMap<>();
        faults.forEach(fault -> descriptions.put(fault.id(), fault.description()));
        return descriptions;
    }
}
