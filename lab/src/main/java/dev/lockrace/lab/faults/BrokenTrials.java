package dev.lockrace.lab.faults;

import dev.lockrace.lab.Machine;
import dev.lockrace.lab.faults.result.Refused;
import dev.lockrace.lab.faults.scene.FaultServers;
import dev.lockrace.lab.faults.scene.FaultStack;
import dev.lockrace.lab.progress.Progress;
import dev.lockrace.lab.race.OnExit;
import dev.lockrace.lab.stack.WorkFolder;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;

/**
 * Tries the lab itself: whether it convicts locks that are broken.
 *
 * @param command that asked for it
 * @param repeat how often each race is run
 */
record BrokenTrials(String command, List<BrokenCase> cases, int workers, int repeat) {

    /** Blocks until all have been tried, and closes the servers. */
    BrokenResult run(FaultServers servers, WorkFolder work, Progress progress) throws InterruptedException {
        Instant begunAt = Instant.now().truncatedTo(ChronoUnit.SECONDS);
        List<Refused> refused = refused(servers);
        List<BrokenCase> possible = cases.stream()
                .filter(it -> refused.stream()
                        .noneMatch(no -> no.fault().equals(it.race().fault().id())))
                .toList();
        System.err.printf(
                "%d broken locks; this takes about %s%n",
                possible.size(), FaultRun.minutes(FaultPlan.START.plus(BrokenRun.length(possible, repeat))));
        try (OnExit<FaultStack> stack = new OnExit<>(FaultStack.start(servers, work, workers, progress))) {
            return new BrokenResult(
                    begunAt,
                    command,
                    Machine.description(),
                    servers.kind(),
                    servers.descriptions(),
                    refused,
                    new BrokenRun(stack.get(), possible, repeat, progress).run());
        }
    }

    private List<Refused> refused(FaultServers servers) {
        return FaultPlan.of(
                        cases.stream().map(it -> it.race().fault()).distinct().toList(),
                        List.of(),
                        servers.kind(),
                        servers.abilities())
                .refused();
    }
}
