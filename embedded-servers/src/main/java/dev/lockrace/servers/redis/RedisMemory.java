package dev.lockrace.servers.redis;

import dev.lockrace.servers.Endpoint;
import dev.lockrace.servers.ServerException;
import dev.lockrace.servers.process.MemoryPressure;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** The memory of a Redis server without authentication. */
public final class RedisMemory {

    private static final String POLICY = "maxmemory-policy";
    private static final String LIMIT = "maxmemory";

    private static final int FREE_BYTES = 4 << 20;
    private static final int ENTRY_BYTES = 32 << 10;

    /** More than fit into the free memory. */
    private static final int ENTRIES = 3 * FREE_BYTES / ENTRY_BYTES;

    private static final int BATCH = 16;
    private static final String KEY = "memory-pressure:";

    /** Longer than a lease, so that the policy {@code volatile-ttl} prefers leases. */
    private static final int EXPIRY_SECONDS = 300;

    private RedisMemory() {}

    /**
     * Makes the server evict the entries that expire first, and fills its memory until the result is closed.
     *
     * @throws ServerException if the settings of the server cannot be changed
     */
    public static MemoryPressure fill(Endpoint server) {
        try {
            String policy = setting(server, POLICY);
            String limit = setting(server, LIMIT);
            long used =
                    Long.parseLong(RedisInline.properties(server, "INFO memory").getOrDefault("used_memory", ""));
            set(server, POLICY, "volatile-ttl");
            set(server, LIMIT, Long.toString(used + FREE_BYTES));
            return MemoryPressure.start(server, new Filling(server, Map.of(POLICY, policy, LIMIT, limit)));
        } catch (IOException | NumberFormatException e) {
            throw new ServerException("redis", "its memory cannot be limited: " + e.getMessage(), e);
        }
    }

    private static String setting(Endpoint server, String name) throws IOException {
        String answer = RedisInline.send(server, "CONFIG GET " + name);
        List<String> lines = answer.lines().toList();
        if (lines.size() < 5) {
            throw new IOException("%s answered %s to CONFIG GET %s".formatted(server, answer, name));
        }
        return lines.get(4); // after the sizes of the array and of both elements, and the name
    }

    private static void set(Endpoint server, String name, String value) throws IOException {
        RedisInline.expectOk(server, "CONFIG SET %s %s".formatted(name, value));
    }

    private static final class Filling implements MemoryPressure.Filling {

        private final Endpoint server;
        private final Map<String, String> settings;
        private int next;

        private Filling(Endpoint server, Map<String, String> settings) {
            this.server = server;
            this.settings = settings;
        }

        @Override
        public void write() throws IOException {
            String entries = IntStream.range(next, next + BATCH)
                    .mapToObj(i ->
                            "SET %s%d %s EX %d".formatted(KEY, i % ENTRIES, "x".repeat(ENTRY_BYTES), EXPIRY_SECONDS))
                    .collect(Collectors.joining("\r\n"));
            next += BATCH;
            String answer = RedisInline.send(server, entries);
            if (answer.contains("-")) {
                throw new IOException("%s answered %s to SET".formatted(server, answer));
            }
        }

        @Override
        public void undo() throws IOException {
            RedisInline.send(
                    server,
                    IntStream.range(0, ENTRIES).mapToObj(i -> KEY + i).collect(Collectors.joining(" ", "DEL ", "")));
            for (Map.Entry<String, String> setting : settings.entrySet()) {
                set(server, setting.getKey(), setting.getValue());
            }
        }
    }
}
