package dev.lockrace.servers;

/** A server that is a process of its own, or several, so that it can fail as one: be killed, be paused, lose its data. */
public interface ServerProcess extends Server {

    /**
     * Ends all its processes at once, as a crash would; does nothing when it does not run. {@link #start} starts it
     * anew.
     */
    void kill();

    /**
     * Deletes all that it keeps: the next {@link #start} begins with nothing.
     *
     * @throws IllegalStateException while it runs
     */
    void deleteData();

    /**
     * The process that has started all its others, for whoever pauses them.
     *
     * @throws IllegalStateException when it does not run
     */
    ProcessHandle process();
}
