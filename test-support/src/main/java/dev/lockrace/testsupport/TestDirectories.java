package dev.lockrace.testsupport;

import java.nio.file.Path;
import java.util.UUID;

/** Directories for the servers of a module's tests, under {@code target}, so that {@code mvn clean} deletes them. */
public final class TestDirectories {

    private static final Path SERVERS = Path.of("target", "servers").toAbsolutePath();

    private TestDirectories() {}

    /**
     * Returns a directory that does not exist yet.
     *
     * @param server the server's name, used as the prefix of the directory's name
     */
    public static Path unused(String server) {
        return SERVERS.resolve(server + "-" + UUID.randomUUID());
    }

    /** Returns the directory of unpacked server programs, shared by all tests of the module. */
    public static Path cache() {
        return SERVERS.resolve("cache");
    }
}
