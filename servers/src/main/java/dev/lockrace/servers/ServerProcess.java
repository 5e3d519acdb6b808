package dev.lockrace.servers;

/** A server that is a process of its own, or several, so that it can fail as one: be killed, be frozen, lose its data. */
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
    void forgetData();

    /**
     * Stops all its processes where they are; connections stay open, and nobody answers. They run on when the result is
     * closed, and also when this JVM ends.
     *
     * @throws IllegalStateException when it does not run
     * @throws ServerException when it can't be done
     */
    Freeze freeze();
}
