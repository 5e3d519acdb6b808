package dev.lockrace.servers.postgres;

import dev.lockrace.servers.process.Ports;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What an embedded PostgreSQL is set to, in one place. */
final class PostgresSettings {

    private PostgresSettings() {}

    /** The arguments of {@code postgres} that serve at the port and nowhere else. */
    static List<String> arguments(int port) {
        Map<String, String> settings = new LinkedHashMap<>();
        settings.put("listen_addresses", Ports.HOST);
        settings.put("port", Integer.toString(port));
        outsideOfItsFolderNothing(settings);
        aMachineThatMayLoseIt(settings);
        aFewWorkers(settings);
        List<String> arguments = new ArrayList<>();
        settings.forEach((name, value) -> arguments.addAll(List.of("-c", name + "=" + value)));
        return arguments;
    }

    private static void outsideOfItsFolderNothing(Map<String, String> settings) {
        settings.put("unix_socket_directories", "");
        settings.put("dynamic_shared_memory_type", "mmap");
        settings.put("huge_pages", "off");
    }

    /**
     * The data die with the run, so they need not reach the disk. A commit still reaches the operating system
     * ({@code synchronous_commit} stays on), so that a PostgreSQL that is killed loses nothing that it confirmed.
     */
    private static void aMachineThatMayLoseIt(Map<String, String> settings) {
        settings.put("fsync", "off");
        settings.put("full_page_writes", "off");
        settings.put("wal_level", "minimal");
        settings.put("max_wal_senders", "0");
    }

    private static void aFewWorkers(Map<String, String> settings) {
        settings.put("max_connections", "200");
        settings.put("shared_buffers", "64MB");
        settings.put("io_method", "sync");
        settings.put("timezone", "UTC");
        settings.put("log_timezone", "UTC");
    }
}
