package dev.lockrace.servers;

import dev.lockrace.servers.process.Ports;
import org.jspecify.annotations.Nullable;

/**
 * Where clients reach a server, and as whom.
 *
 * @param host an address of this machine
 * @param port the TCP port
 * @param user who to log in as; null where the server knows no users
 * @param password the user's password, made at random; null where there is no user
 * @param jdbcUrl how JDBC names it; null where it is no database
 */
public record Endpoint(
        String host,
        int port,
        @Nullable String user,
        @Nullable String password,
        @Nullable String jdbcUrl) {

    public static Endpoint open(int port) {
        return new Endpoint(Ports.HOST, port, null, null, null);
    }

    public static Endpoint withUser(int port, String user, String password) {
        return new Endpoint(Ports.HOST, port, user, password, null);
    }

    public static Endpoint database(int port, String database, String user, String password) {
        String url = "jdbc:postgresql://%s:%d/%s".formatted(Ports.HOST, port, database);
        return new Endpoint(Ports.HOST, port, user, password, url);
    }

    /** Without the password, which does not belong into a log. */
    @Override
    public String toString() {
        return host + ":" + port;
    }
}
