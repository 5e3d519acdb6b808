package dev.lockrace.lab.overload;

import java.time.Duration;

/**
 * The throughput with a delayed event database.
 *
 * @param delay the delay of each response of the event database
 * @param endedTasks the number of tasks that ended
 * @param failedAttempts the number of attempts without an answer
 * @param seconds the time of the measurement
 */
record Throughput(Duration delay, int endedTasks, int failedAttempts, double seconds) {

    double tasksPerSecond() {
        return endedTasks / seconds;
    }
}
