package dev.lockrace.servers;

/** A server that runs in separate processes, so that it can be killed, be paused, or lose its data. */
public interface ServerProcess extends Server {

    /**
     * Kills all processes of the server immediately, as a crash would. Does nothing if the server is not running.
     * {@link #start} starts it again.
     */
    void kill();

    /**
     * Deletes all data of the server. The next {@link #start} begins with an empty server.
     *
     * @throws IllegalStateException if the server is running
     */
    void deleteData();

    /**
     * Returns the server's main process, the ancestor of all its other processes. Callers use it to pause the server.
     *
     * @throws IllegalStateException if the server is not running
     */
    ProcessHandle process();
}
