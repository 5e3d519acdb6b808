package dev.lockrace.servers;

/**
 * A server that a race, a test or a fault needs, on a free port of 127.0.0.1.
 *
 * <p>All methods may be called from any thread; {@code start}, {@code stop} and {@code close} exclude each other, and
 * each is bounded in time. However the JVM ends, also by SIGKILL, nothing of the server stays behind: no process, no
 * folder, no shared memory.
 */
public interface Server extends AutoCloseable {

    /** What the server is to a race: {@code postgresql}, {@code amqp}, {@code memcached} or {@code redis}. */
    String name();

    /**
     * The product with its real version, for people: {@code PostgreSQL 18.6}.
     *
     * @throws IllegalStateException before the first {@link #start}
     */
    String description();

    /**
     * Where clients reach it; the same through every {@link #stop} and {@link #start}.
     *
     * @throws IllegalStateException before the first {@link #start}
     */
    Endpoint endpoint();

    /**
     * Starts the server and blocks until it accepts connections; does nothing when it runs already. After a
     * {@link #stop} it has the same port again, and PostgreSQL and a durable Redis the same data.
     *
     * @throws ServerException when it does not start within its time: names the server, why, and where its log is
     * @throws IllegalStateException after {@link #close}
     */
    void start();

    /** Stops the server cleanly, and by force when that takes too long; does nothing when it does not run. */
    void stop();

    /** Stops the server and deletes its folder; a second call does nothing. The log of a failed start stays. */
    @Override
    void close();
}
