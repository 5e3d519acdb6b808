package dev.lockrace.servers.host;

import dev.lockrace.servers.process.Directories;
import dev.lockrace.servers.process.GuardedProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The folder of a {@link ServerHost}: guarded while the host lives, deleted when it closes. */
final class HostDirectory {

    /** Where the host's JVM puts temporary files; made before it starts. */
    static final String TEMPORARY = "tmp";

    private final Path folder;
    private final GuardedProcess guard;
    private boolean keepLogs;

    private HostDirectory(Path folder, GuardedProcess guard) {
        this.folder = folder;
        this.guard = guard;
    }

    /**
     * Makes the folder the host's own.
     *
     * @throws IllegalArgumentException when there is something in it, which must not be deleted at the end
     */
    static HostDirectory make(Path folder) throws IOException {
        Files.createDirectories(folder);
        for (Path entry : entries(folder)) {
            if (!entry.getFileName().toString().equals(TEMPORARY)) {
                throw new IllegalArgumentException("the folder of a server host must be empty, has: " + entry);
            }
        }
        return new HostDirectory(folder, GuardedProcess.folder(folder));
    }

    /** Leaves the servers' logs where they are when all else is deleted. */
    synchronized void keepLogs() {
        keepLogs = true;
    }

    /** Deletes the folder; all servers are closed. */
    synchronized void close() throws IOException, InterruptedException {
        List<Path> logs =
                keepLogs ? entries(folder).stream().filter(HostDirectory::isLog).toList() : List.of();
        if (logs.isEmpty()) {
            Directories.delete(folder);
        } else {
            Directories.delete(folder.resolve(TEMPORARY));
        }
        guard.leave();
    }

    private static boolean isLog(Path entry) {
        return entry.getFileName().toString().endsWith(".log");
    }

    private static List<Path> entries(Path folder) throws IOException {
        try (Stream<Path> entries = Files.list(folder)) {
            return entries.toList();
        }
    }
}
