package dev.lockrace.lab.overload;

import java.time.Duration;

/**
 * How fast tasks were done with a database that answers late.
 *
 * @param delay of each answer of the record's database
 * @param ended how many tasks ended
 * @param failed how many attempts the database did not answer
 * @param seconds how long that was looked at
 */
record Pace(Duration delay, int ended, int failed, double seconds) {

    double tasksPerSecond() {
        return ended / seconds;
    }
}
