package dev.lockrace.servers.postgres;

import dev.lockrace.servers.Endpoint;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The configuration parameters of an embedded PostgreSQL. */
final class PostgresSettings {

    private PostgresSettings() {}

    /**
     * Returns the arguments of {@code postgres} for listening on the port and nowhere else.
     *
     * @param replicated whether the server is a primary or a standby
     */
    static List<String> arguments(int port, boolean replicated) {
        Map<String, String> settings = new LinkedHashMap<>();
        settings.put("listen_addresses", Endpoint.LOOPBACK);
        settings.put("port", Integer.toString(port));
        useNothingOutsideDataDirectory(settings);
        skipDurability(settings);
        if (replicated) {
            replicate(settings);
        }
        serveTests(settings);
        List<String> arguments = new ArrayList<>();
        settings.forEach((name, value) -> arguments.addAll(List.of("-c", name + "=" + value)));
        return arguments;
    }

    private static void useNothingOutsideDataDirectory(Map<String, String> settings) {
        settings.put("unix_socket_directories", "");
        settings.put("dynamic_shared_memory_type", "mmap");
        settings.put("huge_pages", "off");
    }

    /**
     * Skips syncs to disk, because the data are deleted after the run. A commit still reaches the operating system
     * ({@code synchronous_commit} stays on), so a killed PostgreSQL loses no confirmed transaction.
     */
    private static void skipDurability(Map<String, String> settings) {
        settings.put("fsync", "off");
        settings.put("full_page_writes", "off");
        settings.put("wal_level", "minimal");
        settings.put("max_wal_senders", "0");
    }

    private static void replicate(Map<String, String> settings) {
        settings.put("wal_level", "replica");
        settings.put("max_wal_senders", "10"); // a standby needs as many as initdb had
        settings.put("wal_keep_size", "1GB");
        settings.put("wal_retrieve_retry_interval", "200ms");
    }

    private static void serveTests(Map<String, String> settings) {
        settings.put("max_connections", "200");
        settings.put("shared_buffers", "64MB");
        settings.put("io_method", "sync");
        settings.put("timezone", "UTC");
        settings.put("log_timezone", "UTC");
    }
}
