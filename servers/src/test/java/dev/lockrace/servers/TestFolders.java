package dev.lockrace.servers;

import java.nio.file.Path;
import java.util.UUID;

/** Folders below {@code target}, a new one for each test; PostgreSQL is unpacked there once. */
final class TestFolders {

    static final Path CACHE = Path.of("target", "servers", "cache").toAbsolutePath();

    private TestFolders() {}

    /** A folder that does not exist yet. */
    static Path fresh() {
        return Path.of("target", "servers", UUID.randomUUID().toString()).toAbsolutePath();
    }

    static Path logOf(Path folder) {
        return folder.resolveSibling(folder.getFileName() + ".log");
    }
}
