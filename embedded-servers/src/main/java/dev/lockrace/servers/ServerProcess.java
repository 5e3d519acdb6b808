package dev.lockrace.servers;

import java.time.Duration;

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

    /**
     * Makes the server read a wall clock that {@link #stepClock} can step, from its next start on. That start fails
     * without libfaketime on this machine; see {@link dev.lockrace.servers.process.SteppedClock#isAvailable}. The server
     * is somewhat slower then.
     *
     * @throws IllegalStateException if the server is running
     */
    void useSteppedClock();

    /**
     * Sets the offset of the server's wall clock from the machine's: positive for ahead, negative for behind. It takes
     * effect immediately, and stays until the next call. The server's monotonic clock does not change.
     *
     * @throws IllegalStateException if the server is not running, or was started without {@link #useSteppedClock}
     */
    void stepClock(Duration offset);
}
