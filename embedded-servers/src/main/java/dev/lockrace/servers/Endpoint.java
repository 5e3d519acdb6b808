package dev.lockrace.servers;

import org.jspecify.annotations.Nullable;

/**
 * The address and credentials of a server.
 *
 * @param host an address of this machine
 * @param port the TCP port
 * @param user the user to log in as; null if the server has no authentication
 * @param password the user's random password; null if there is no user
 * @param jdbcUrl the JDBC URL; null if the server is not a database
 */
public record Endpoint(
        String host,
        int port,
        @Nullable String user,
        @Nullable String password,
        @Nullable String jdbcUrl) {

    /** The address that all servers of this module listen on. */
    public static final String LOOPBACK = "127.0.0.1";

    /** Creates the endpoint of a local server that has no authentication. */
    public static Endpoint withoutUser(int port) {
        return new Endpoint(LOOPBACK, port, null, null, null);
    }

    /** Creates the endpoint of a local server that requires a login. */
    public static Endpoint withUser(int port, String user, String password) {
        return new Endpoint(LOOPBACK, port, user, password, null);
    }

    /** Creates the endpoint of a database of a local PostgreSQL. */
    public static Endpoint postgresql(int port, String database, String user, String password) {
        String url = "jdbc:postgresql://%s:%d/%s".formatted(LOOPBACK, port, database);
        return new Endpoint(LOOPBACK, port, user, password, url);
    }

    /** Returns {@code host:port}, without the password, so that no log contains it. */
    @Override
    public String toString() {
        return host + ":" + port;
    }
}
