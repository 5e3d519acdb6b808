package dev.lockrace.lab.soak;

/**
 * How many confirmed tasks have not ended, so that publishing goes on for as long as the faults do rather than fill the
 * broker first. Thread-safe.
 */
final class Backlog {

    private final int most;
    private int requests;
    private int published;
    private int ended;
    private boolean known = true;

    /**
     * @param most how many tasks may wait before nothing more is published
     */
    Backlog(int most) {
        this.most = most;
    }

    /** Blocks while too many are known to wait; returns how many requests were let through before. */
    synchronized int awaitRoom() throws InterruptedException {
        while (known && published - ended >= most) {
            wait();
        }
        return requests++;
    }

    synchronized void published(int tasks) {
        published += tasks;
    }

    /** Tells how many tasks have ended by now. */
    synchronized void ended(int tasks) {
        ended = tasks;
        known = true;
        notifyAll();
    }

    /** Tells that nobody knows how many have ended, since the record does not answer: publishing goes on then. */
    synchronized void unknown() {
        known = false;
        notifyAll();
    }
}
