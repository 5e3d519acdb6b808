package dev.lockrace.lab.soak;

import dev.lockrace.lab.load.TaskSummary;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * The result of a soak.
 *
 * @param command the command line that repeats it
 * @param servers product and version of each server, by name
 * @param seconds from the first task until the last one ended
 * @param requests the number of requests for a run
 * @param rejected the requests that were answered with 503
 * @param unanswered the requests without a response
 * @param killedWorkers the number of killed workers
 * @param faults the first kill, and all other faults
 * @param tasks the summary of all tasks
 * @param leasesAtEnd the number of leases when the last task had ended
 * @param leasesAfterExpiry the number of leases a time to live later
 * @param violations each in a sentence; empty if there are none
 */
record SoakResult(
        Instant startedAt,
        String command,
        String machine,
        Map<String, String> servers,
        String backend,
        int workers,
        double seconds,
        int requests,
        int rejected,
        int unanswered,
        int killedWorkers,
        List<InjectedFault> faults,
        TaskSummary tasks,
        int leasesAtEnd,
        int leasesAfterExpiry,
        List<String> violations) {

    boolean hasPassed() {
        return violations.isEmpty();
    }
}
