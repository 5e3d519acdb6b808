package dev.lockrace.lab.soak;

import dev.lockrace.lab.LabException;
import dev.lockrace.lab.load.RecordDatabase;
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

/** How many leases a lock server has, asked in its own language. */
final class LeftLeases {

    private static final int LIMIT_MILLIS = 10_000;
    private static final int KEYS_AT_ONCE = 100;

    /** What memcached's whole seconds may add to a lease. */
    private static final Duration MEMCACHED_OVERRUN = Duration.ofSeconds(3);

    private LeftLeases() {}

    /** After which time a lease that nobody renews is over for certain. */
    static Duration longest(RaceBackend backend) {
        Duration lease = SoakOptions.TIME_TO_LIVE.plusSeconds(1);
        return backend == RaceBackend.MEMCACHED ? lease.plus(MEMCACHED_OVERRUN) : lease;
    }

    /**
     * Counts those that are held now.
     *
     * @param names how many lock names there are
     * @throws LabException if the server does not answer
     */
    static int count(RaceBackend backend, Endpoint server, int names) {
        try {
            return switch (backend) {
                case DATABASE -> inDatabase(server);
                case REDIS -> inRedis(server);
                case MEMCACHED -> inMemcached(server, names);
                case LOCAL -> throw new IllegalArgumentException("Backend local has no server");
            };
        } catch (IOException | SQLException e) {
            throw new LabException("The lock server at %s did not tell its leases: %s".formatted(server, e), e);
        }
    }

    private static int inDatabase(Endpoint server) throws SQLException {
        try (RecordDatabase database = new RecordDatabase(server)) {
            return database.query(
                            "select count(*) from lockrace_lease where ends_at > clock_timestamp()",
                            row -> row.getInt(1))
                    .get(0);
        }
    }

    private static int inRedis(Endpoint server) throws IOException {
        try (Socket socket = connect(server)) {
            String answer = ask(socket, "EVAL \"return #redis.call('keys', 'lockrace:*')\" 0")
                    .readLine();
            if (answer == null || !answer.startsWith(":")) {
                throw new IOException("answered " + answer);
            }
            return Integer.parseInt(answer.substring(1));
        }
    }

    /** It keeps what has expired until it needs the room, so each name is asked for. */
    private static int inMemcached(Endpoint server, int names) throws IOException {
        int held = 0;
        try (Socket socket = connect(server)) {
            for (int first = 0; first < names; first += KEYS_AT_ONCE) {
                String keys = IntStream.range(first, Math.min(names, first + KEYS_AT_ONCE))
                        .mapToObj(number -> "lockrace:" + SoakOptions.lockNameOf(number))
                        .collect(Collectors.joining(" "));
                held += values(ask(socket, "get " + keys));
            }
        }
        return held;
    }

    private static int values(BufferedReader answer) throws IOException {
        int values = 0;
        for (String line = answer.readLine(); !"END".equals(line); line = answer.readLine()) {
            if (line == null || line.contains("ERROR")) {
                throw new IOException("answered " + line);
            }
            values += line.startsWith("VALUE ") ? 1 : 0;
        }
        return values;
    }

    private static Socket connect(Endpoint server) throws IOException {
        Socket socket = new Socket();
        socket.setSoTimeout(LIMIT_MILLIS);
        socket.connect(new InetSocketAddress(server.host(), server.port()), LIMIT_MILLIS);
        return socket;
    }

    /** Sends a line; the answer must be read to its end. */
    private static BufferedReader ask(Socket socket, String line) throws IOException {
        socket.getOutputStream().write((line + "\r\n").getBytes(StandardCharsets.US_ASCII));
        return new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII));
    }
}
