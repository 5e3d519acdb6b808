package dev.lockrace.lab.soak;

/**
 * The confirmed tasks that have not ended. Its limit makes publishing last as long as the faults, instead of filling the
 * broker first. Thread-safe.
 */
final class Backlog {

    private final int maxTasks;
    private int requests;
    private int published;
    private int ended;
    private boolean known = true;

    /**
     * @param maxTasks the backlog at which publishing stops
     */
    Backlog(int maxTasks) {
        this.maxTasks = maxTasks;
    }

    /** Blocks while the backlog is known to be full. Returns the number of earlier requests. */
    synchronized int awaitRoom() throws InterruptedException {
        while (known && published - ended >= maxTasks) {
            wait();
        }
        return requests++;
    }

    synchronized void published(int tasks) {
        published += tasks;
    }

    /** Sets the number of tasks that have ended. */
    synchronized void ended(int tasks) {
        ended = tasks;
        known = true;
        notifyAll();
    }

    /** Marks the backlog as unknown, since the event database does not answer. Publishing continues in the meantime. */
    synchronized void unknown() {
        known = false;
        notifyAll();
    }
}
