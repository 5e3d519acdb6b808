package dev.lockrace.lab.faults.scene;

import dev.lockrace.servers.Endpoint;

/**
 * The server behind one backend's locks, as a fault handles it. All methods block until it is done, and throw {@link
 * dev.lockrace.lab.LabException} or {@link dev.lockrace.servers.ServerException} if it can't be.
 */
public interface LockServer {

    /** Where clients reach it. */
    Endpoint endpoint();

    /** The product with its version, for people. */
    String description();

    /** Ends it at once, as a crash would. */
    void kill();

    /** Deletes what it kept; it does not run. */
    void deleteData();

    /** Starts it anew, at the same endpoint. */
    void start();

    /** Stops it where it is until the result is closed. */
    Thaw freeze();

    /** Has it drop all that it keeps, while it runs. */
    void flush();

    /** Lets run on what was frozen; called once. */
    interface Thaw {
        void close();
    }
}
