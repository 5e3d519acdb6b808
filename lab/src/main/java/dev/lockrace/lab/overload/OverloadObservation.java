package dev.lockrace.lab.overload;

import dev.lockrace.lab.load.TaskSummary;
import dev.lockrace.lab.overload.SlowDatabase.SlowDatabaseResult;
import java.util.List;

/**
 * The observations of an overload.
 *
 * @param seconds how long it took to fill the queue
 * @param maxQueued the maximum number of tasks in the queue, sampled five times a second
 * @param queuedAtEnd the number of tasks in the queue after all workers have stopped
 */
record OverloadObservation(
        FillResult filling,
        double seconds,
        BackPressure backPressure,
        long maxQueued,
        SlowDatabaseResult slowDatabase,
        List<MemoryUsage> memory,
        long queuedAtEnd,
        TaskSummary tasks) {}
