package dev.lockrace.servers.memcached;

import dev.lockrace.servers.Endpoint;
import dev.lockrace.servers.ServerException;
import dev.lockrace.servers.process.MemoryPressure;
import dev.lockrace.servers.process.TextExchange;
import java.io.IOException;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The memory of a memcached server. */
public final class MemcachedMemory {

    /** The minimum that memcached accepts. */
    private static final int LIMIT_MEGABYTES = 8;

    private static final Pattern LIMIT = Pattern.compile("STAT maxbytes (\\d+)");

    private MemcachedMemory() {}

    /**
     * Reduces the limit of the server's memory, and fills it with small items until the result is closed. Infinispan has
     * no limit.
     *
     * @throws ServerException if the limit cannot be changed
     */
    public static MemoryPressure fill(Endpoint server) {
        try {
            String settings = send(server, "stats settings\r\n");
            Matcher limit = LIMIT.matcher(settings);
            if (!limit.find()) {
                throw new IOException("it has no limit: " + settings.strip());
            }
            setLimit(server, LIMIT_MEGABYTES);
            return MemoryPressure.start(server, new Filling(server, Long.parseLong(limit.group(1)) >> 20));
        } catch (IOException e) {
            throw new ServerException("memcached", "its memory cannot be limited: " + e.getMessage(), e);
        }
    }

    private static void setLimit(Endpoint server, long megabytes) throws IOException {
        String answer = send(server, "cache_memlimit %d\r\n".formatted(megabytes));
        if (!answer.startsWith("OK")) {
            throw new IOException("%s answered %s to cache_memlimit".formatted(server, answer.strip()));
        }
    }

    private static String send(Endpoint server, String commands) throws IOException {
        return TextExchange.send(server, commands + "quit\r\n");
    }

    private static final class Filling implements MemoryPressure.Filling {

        private static final int BATCH = 2_000;
        private static final int EXPIRY_SECONDS = 60;

        /** memcached evicts items of about the same size, and the locks are among these. */
        private static final List<Integer> SIZES = List.of(30, 60, 100, 140, 200);

        private final Endpoint server;
        private final long limitMegabytes;
        private long next;

        private Filling(Endpoint server, long limitMegabytes) {
            this.server = server;
            this.limitMegabytes = limitMegabytes;
        }

        @Override
        public void write() throws IOException {
            StringBuilder items = new StringBuilder();
            for (long end = next + BATCH; next < end; next++) {
                int size = SIZES.get((int) (next % SIZES.size()));
                items.append("set memory-pressure:%010d 0 %d %d noreply\r\n".formatted(next, EXPIRY_SECONDS, size))
                        .append("x".repeat(size))
                        .append("\r\n");
            }
            String answer = send(server, items.toString());
            if (!answer.isEmpty()) {
                throw new IOException("%s answered %s to set".formatted(server, answer.strip()));
            }
        }

        @Override
        public void undo() throws IOException {
            setLimit(server, limitMegabytes);
        }
    }
}
