package dev.lockrace.lab.soak;

import java.time.Duration;

/** The tasks that remain to be published, until a number is confirmed or a time is over. Thread-safe. */
final class PublishTarget {

    private final int tasks;
    private final long started = System.nanoTime();
    private final long duration;
    private int left;

    PublishTarget(SoakOptions options) {
        this.tasks = options.tasks() == null ? Integer.MAX_VALUE : options.tasks();
        this.duration =
                options.duration() == null ? Long.MAX_VALUE : options.duration().toNanos();
        this.left = tasks;
    }

    /** Takes the tasks of a run to publish. Returns 0 if no tasks are left or the time is over. */
    synchronized int take() {
        int taken = isTimeOver() ? 0 : Math.min(SoakOptions.TASKS_PER_RUN, left);
        left -= taken;
        return taken;
    }

    private boolean isTimeOver() {
        return System.nanoTime() - started >= duration;
    }

    /** Returns unconfirmed tasks, which are published again. */
    synchronized void putBack(int unconfirmed) {
        left += unconfirmed;
    }

    /** Returns how much of the target is reached, from 0 to 1, when that many tasks have ended. */
    double progress(int ended) {
        return isCounted()
                ? (double) ended / tasks
                : Math.min(1, (double) sinceStart().toNanos() / duration);
    }

    private boolean isCounted() {
        return tasks != Integer.MAX_VALUE;
    }

    Duration sinceStart() {
        return Duration.ofNanos(System.nanoTime() - started);
    }

    /** Returns the parts of the progress: tasks or seconds. */
    int parts() {
        return isCounted() ? tasks : (int) Duration.ofNanos(duration).toSeconds();
    }

    /** Returns how many of the {@link #parts} are done when that many tasks have ended. */
    int partsDone(int ended) {
        return (int) (progress(ended) * parts());
    }
}
