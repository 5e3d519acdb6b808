package dev.lockrace.lab.soak;

import dev.lockrace.lab.cli.LabException;
import dev.lockrace.lab.load.DatabaseConnection;
import dev.lockrace.race.RaceBackend;
import dev.lockrace.servers.Endpoint;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.Duration;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** The leases that a lock server still has, counted in the server's protocol. */
final class RemainingLeases {

    private static final int TIMEOUT_MILLIS = 10_000;
    private static final int KEYS_PER_REQUEST = 100;

    /** The time that memcached may add to a lease, since it counts whole seconds. */
    private static final Duration MEMCACHED_OVERRUN = Duration.ofSeconds(3);

    private RemainingLeases() {}

    /** Returns the time after which a lease that is not renewed has certainly expired. */
    static Duration expiryTime(RaceBackend backend) {
        Duration lease = SoakOptions.TIME_TO_LIVE.plusSeconds(1);
        return backend == RaceBackend.MEMCACHED ? lease.plus(MEMCACHED_OVERRUN) : lease;
    }

    /**
     * Counts the leases that are held now.
     *
     * @param names the number of lock names
     * @throws LabException if the server does not answer
     */
    static int count(RaceBackend backend, Endpoint server, int names) {
        try {
            return switch (backend) {
                case DATABASE -> inDatabase(server);
                case REDIS -> inRedis(server);
                case MEMCACHED -> inMemcached(server, names);
                case LOCAL -> throw new IllegalArgumentException("Backend local has no lock server");
            };
        } catch (IOException | SQLException e) {
            throw new LabException("Cannot count the leases of the lock server at %s: %s".formatted(server, e), e);
        }
    }

    private static int inDatabase(Endpoint server) throws SQLException {
        try (DatabaseConnection database = new DatabaseConnection(server)) {
            return database.query(
                            "select count(*) from lockrace_lease where ends_at > clock_timestamp()",
                            row -> row.getInt(1))
                    .get(0);
        }
    }

    private static int inRedis(Endpoint server) throws IOException {
        try (Socket socket = connect(server)) {
            String response = ask(socket, "EVAL \"return #redis.call('keys', 'lockrace:*')\" 0")
                    .readLine();
            if (response == null || !response.startsWith(":")) {
                throw new IOException("answered " + response);
            }
            return Integer.parseInt(response.substring(1));
        }
    }

    /** Reads every name, since memcached keeps expired entries until it needs their memory. */
    private static int inMemcached(Endpoint server, int names) throws IOException {
        int held = 0;
        try (Socket socket = connect(server)) {
            for (int first = 0; first < names; first += KEYS_PER_REQUEST) {
                String keys = IntStream.range(first, Math.min(names, first + KEYS_PER_REQUEST))
                        .mapToObj(number -> "lockrace:" + SoakOptions.lockNameOf(number))
                        .collect(Collectors.joining(" "));
                held += values(ask(socket, "get " + keys));
            }
        }
        return held;
    }

    private static int values(BufferedReader response) throws IOException {
        int values = 0;
        for (String line = response.readLine(); !"END".equals(line); line = response.readLine()) {
            if (line == null || line.contains("ERROR")) {
                throw new IOException("answered " + line);
            }
            values += line.startsWith("VALUE ") ? 1 : 0;
        }
        return values;
    }

    private static Socket connect(Endpoint server) throws IOException {
        Socket socket = new Socket();
        socket.setSoTimeout(TIMEOUT_MILLIS);
        socket.connect(new InetSocketAddress(server.host(), server.port()), TIMEOUT_MILLIS);
        return socket;
    }

    /** Sends a command line. The caller must read the whole response. */
    private static BufferedReader ask(Socket socket, String line) throws IOException {
        socket.getOutputStream().write((line + "\r\n").getBytes(StandardCharsets.US_ASCII));
        return new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII));
    }
}
