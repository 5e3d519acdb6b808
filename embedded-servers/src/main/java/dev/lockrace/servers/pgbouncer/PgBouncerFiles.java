package dev.lockrace.servers.pgbouncer;

import dev.lockrace.servers.Endpoint;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The configuration files of a PgBouncer in transaction mode on this machine. */
public final class PgBouncerFiles {

    private PgBouncerFiles() {}

    /**
     * Writes the files.
     *
     * @param directory an existing directory
     * @param port the port of 127.0.0.1 that PgBouncer listens on
     * @param server the PostgreSQL behind it
     * @param users further users of PostgreSQL, with the password of the endpoint's user
     * @param settings further settings, such as {@code max_prepared_statements = 0}
     * @return the main file, which is the argument of the program
     */
    public static Path write(Path directory, int port, Endpoint server, List<String> users, List<String> settings)
            throws IOException {
        Path credentials = directory.resolve("users.txt");
        Files.writeString(credentials, credentials(server, users));
        Path main = directory.resolve("pgbouncer.ini");
        String text = """
                [databases]
                * = host=%s port=%d
                [pgbouncer]
                listen_addr = %s
                listen_port = %d
                unix_socket_dir =
                auth_type = plain
                auth_file = %s
                pool_mode = transaction
                max_client_conn = 1000
                server_login_retry = 1
                ignore_startup_parameters = extra_float_digits
                %s
                """;
        return Files.writeString(
                main,
                text.formatted(
                        server.host(),
                        server.port(),
                        Endpoint.LOOPBACK,
                        port,
                        credentials,
                        String.join(System.lineSeparator(), settings)));
    }

    private static String credentials(Endpoint server, List<String> users) {
        String password = Objects.requireNonNull(server.password());
        return Stream.concat(Stream.of(Objects.requireNonNull(server.user())), users.stream())
                .map(user -> "\"%s\" \"%s\"%n".formatted(user, password))
                .collect(Collectors.joining());
    }

    /** Returns the endpoint of a PgBouncer in front of a server. */
    public static Endpoint endpoint(int port, Endpoint server) {
        String url = Objects.requireNonNull(server.jdbcUrl())
                .replaceFirst("//[^/]*/", "//%s:%d/".formatted(Endpoint.LOOPBACK, port));
        return new Endpoint(Endpoint.LOOPBACK, port, server.user(), server.password(), url);
    }
}
