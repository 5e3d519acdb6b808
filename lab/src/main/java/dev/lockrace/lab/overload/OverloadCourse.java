package dev.lockrace.lab.overload;

import dev.lockrace.lab.load.Account;
import dev.lockrace.lab.overload.SlowDatabase.Slowness;
import java.util.List;

/**
 * What happened.
 *
 * @param seconds that filling the queue took
 * @param maxPending the most tasks in the queue, as seen five times a second
 * @param waiting how many are in the queue at the end, when all workers have stopped
 */
record OverloadCourse(
        Filling filling,
        double seconds,
        PushBack pushBack,
        long maxPending,
        Slowness slowness,
        List<MemoryUse> memory,
        long waiting,
        Account account) {}
