package dev.lockrace.servers;

/**
 * A server for a race, a test or a fault experiment, on a free port of 127.0.0.1.
 *
 * <p>All methods are thread-safe. {@code start}, {@code stop} and {@code close} exclude each other, and each is bounded
 * in time. When the JVM exits, even by SIGKILL, no process, directory or shared memory of the server remains.
 */
public interface Server extends AutoCloseable {

    /**
     * Returns the role of the server: {@code postgresql}, {@code pgbouncer}, {@code amqp}, {@code memcached} or
     * {@code redis}.
     */
    String name();

    /**
     * Returns the product and its actual version, for display, such as {@code PostgreSQL 18.6}.
     *
     * @throws IllegalStateException before the first {@link #start}
     */
    String description();

    /**
     * Returns the endpoint. It stays the same across {@link #stop} and {@link #start}.
     *
     * @throws IllegalStateException before the first {@link #start}
     */
    Endpoint endpoint();

    /**
     * Starts the server and blocks until it accepts connections. Does nothing if the server is running. After a
     * {@link #stop} the server has the same port again, and PostgreSQL and a durable Redis have the same data.
     *
     * @throws ServerException if the server does not start in time; the message names the server, the cause and the log
     * @throws IllegalStateException after {@link #close}
     */
    void start();

    /** Stops the server gracefully, and forcibly after a timeout. Does nothing if the server is not running. */
    void stop();

    /** Stops the server and deletes its directory. A second call does nothing. The log of a failed start is kept. */
    @Override
    void close();
}
