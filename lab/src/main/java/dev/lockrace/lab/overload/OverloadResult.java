package dev.lockrace.lab.overload;

import dev.lockrace.lab.load.Account;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * What an overload showed.
 *
 * @param servers what stood behind each server's name
 * @param limit how many tasks may wait
 * @param requests for runs, until the queue was full
 * @param turnedAway how many of them found the broker short of memory, before the queue was full
 * @param unconfirmed how many of them the broker did not confirm in whole
 * @param filled how many tasks were confirmed until then
 * @param seconds how long that took
 * @param callers how many called {@code /hello} at the same time while the queue was full
 * @param served how many of their calls there was room for
 * @param refused how many were answered 503 with {@code Retry-After}
 * @param otherwise how many were answered anything else, or not
 * @param maxPending the most tasks in the queue that were seen
 * @param memory of each process
 * @param paces of work with a database that answers late
 * @param recoverySeconds how long no task ended after the database was as fast as before
 * @param waiting how many tasks were in the queue when all workers had stopped
 * @param account what became of the tasks
 * @param wrong what is wrong with all that, each in a sentence; nothing when all is well
 */
record OverloadResult(
        Instant begunAt,
        String command,
        String machine,
        Map<String, String> servers,
        String backend,
        int workers,
        int limit,
        int requests,
        int turnedAway,
        int unconfirmed,
        int filled,
        double seconds,
        int callers,
        int served,
        int refused,
        int otherwise,
        long maxPending,
        List<MemoryUse> memory,
        List<Pace> paces,
        int recoverySeconds,
        long waiting,
        Account account,
        List<String> wrong) {

    boolean isRight() {
        return wrong.isEmpty();
    }
}
