package dev.lockrace.lab.soak;

import java.time.Duration;

/** How many tasks are still to be published: until that many are confirmed, or until a time is over. Thread-safe. */
final class Quota {

    private final int tasks;
    private final long begun = System.nanoTime();
    private final long length;
    private int left;

    Quota(SoakOptions options) {
        this.tasks = options.tasks() == null ? Integer.MAX_VALUE : options.tasks();
        this.length =
                options.length() == null ? Long.MAX_VALUE : options.length().toNanos();
        this.left = tasks;
    }

    /** Takes some to publish; none when all are taken or the time is over. */
    synchronized int take() {
        int taken = isOver() ? 0 : Math.min(SoakOptions.TASKS_OF_A_RUN, left);
        left -= taken;
        return taken;
    }

    private boolean isOver() {
        return System.nanoTime() - begun >= length;
    }

    /** Gives back what was not confirmed, to be published anew. */
    synchronized void giveBack(int unconfirmed) {
        left += unconfirmed;
    }

    /** How much of it is done, from 0 to 1, when that many tasks have ended. */
    double done(int ended) {
        return isCounted()
                ? (double) ended / tasks
                : Math.min(1, (double) sinceBegin().toNanos() / length);
    }

    private boolean isCounted() {
        return tasks != Integer.MAX_VALUE;
    }

    Duration sinceBegin() {
        return Duration.ofNanos(System.nanoTime() - begun);
    }

    /** The parts of the whole, for its progress: tasks, or seconds. */
    int parts() {
        return isCounted() ? tasks : (int) Duration.ofNanos(length).toSeconds();
    }

    /** How many of {@link #parts} are done when that many tasks have ended. */
    int partsDone(int ended) {
        return (int) (done(ended) * parts());
    }
}
