package dev.lockrace.conformance;

import java.nio.file.Path;
import java.util.UUID;

/** Where the servers of these tests keep their files: under the build's own folder, gone with {@code mvn clean}. */
final class TestFolders {

    private static final Path TARGET = Path.of("target").toAbsolutePath();

    private TestFolders() {}

    /** A folder that is not there yet, for one server. */
    static Path unused(String server) {
        return TARGET.resolve("servers").resolve(server + "-" + UUID.randomUUID());
    }

    /** Programs unpacked once. */
    static Path cache() {
        return TARGET.resolve("server-cache");
    }
}
