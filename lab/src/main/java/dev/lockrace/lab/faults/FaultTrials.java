package dev.lockrace.lab.faults;

import dev.lockrace.lab.Machine;
import dev.lockrace.lab.faults.fault.Fault;
import dev.lockrace.lab.faults.result.CellResult;
import dev.lockrace.lab.faults.result.FaultResult;
import dev.lockrace.lab.faults.scene.FaultServers;
import dev.lockrace.lab.faults.scene.FaultStack;
import dev.lockrace.lab.progress.Progress;
import dev.lockrace.lab.race.OnExit;
import dev.lockrace.lab.stack.WorkFolder;
import dev.lockrace.race.RaceBackend;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Tries backends under faults.
 *
 * @param command that asked for it
 * @param repeat how often each race is run
 */
record FaultTrials(String command, List<Fault> faults, List<RaceBackend> backends, int workers, int repeat) {

    /** Blocks until all have been tried, and closes the servers. */
    FaultResult run(FaultServers servers, WorkFolder work, Progress progress) throws InterruptedException {
        Instant begunAt = Instant.now().truncatedTo(ChronoUnit.SECONDS);
        List<Fault> timed = faults.stream()
                .map(fault -> fault.onServersThatStartIn(servers.timeToStart()))
                .toList();
        FaultPlan plan = FaultPlan.of(timed, backends, servers.kind(), servers.abilities())
                .repeated(repeat);
        System.err.printf("%d races; this takes about %s%n", plan.cells().size(), FaultRun.minutes(plan.length()));
        try (OnExit<FaultStack> stack = new OnExit<>(FaultStack.start(servers, work, workers, progress))) {
            List<CellResult> cells = new FaultRun(stack.get(), plan, progress).run();
            return new FaultResult(
                    begunAt,
                    command,
                    Machine.description(),
                    servers.kind(),
                    servers.descriptions(),
                    sentences(),
                    plan.refused(),
                    cells);
        }
    }

    private Map<String, String> sentences() {
        Map<String, String> sentences = new LinkedHashMap<>();
        faults.forEach(fault -> sentences.put(fault.id(), fault.sentence()));
        return sentences;
    }
}
