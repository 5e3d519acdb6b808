package dev.lockrace.lab.overload;

import dev.lockrace.lab.load.TaskSummary;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * The result of an overload.
 *
 * @param command the command line that repeats it
 * @param servers product and version of each server, by name
 * @param maxPending the limit of pending tasks
 * @param fillRequests the number of requests for a run until the queue was full
 * @param fillRejected the requests that were rejected before the queue was full, since the broker was short of memory
 * @param fillPartlyConfirmed the requests whose tasks were not all confirmed
 * @param fillTasks the number of confirmed tasks until the queue was full
 * @param fillSeconds how long it took to fill the queue
 * @param callers the number of concurrent callers of {@code /hello} while the queue was full
 * @param accepted the calls that were accepted
 * @param rejected the calls that were answered with 503 and {@code Retry-After}
 * @param failed the calls with another response or none
 * @param maxQueued the maximum number of tasks in the queue
 * @param memory the memory of each process
 * @param throughputs the throughput with each delay of the event database
 * @param recoverySeconds how long no task ended after the event database was fast again
 * @param queuedAtEnd the number of tasks in the queue after all workers had stopped
 * @param tasks the summary of all tasks
 * @param violations each in a sentence; empty if there are none
 */
record OverloadResult(
        Instant startedAt,
        String command,
        String machine,
        Map<String, String> servers,
        String backend,
        int workers,
        int maxPending,
        int fillRequests,
        int fillRejected,
        int fillPartlyConfirmed,
        int fillTasks,
        double fillSeconds,
        int callers,
        int accepted,
        int rejected,
        int failed,
        long maxQueued,
        List<MemoryUsage> memory,
        List<Throughput> throughputs,
        int recoverySeconds,
        long queuedAtEnd,
        TaskSummary tasks,
        List<String> violations) {

    boolean hasPassed() {
        return violations.isEmpty();
    }
}
