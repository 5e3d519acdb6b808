package dev.lockrace.servers.host;

import dev.lockrace.servers.process.Directories;
import dev.lockrace.servers.process.GuardedProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The directory of a {@link ServerHost}, deleted when the host closes it or exits in any other way. */
final class HostDirectory {

    /** The subdirectory for temporary files of the host's JVM, created before the JVM starts. */
    static final String TEMPORARY = "tmp";

    private final Path directory;
    private final GuardedProcess guard;
    private boolean keepLogs;

    private HostDirectory(Path directory, GuardedProcess guard) {
        this.directory = directory;
        this.guard = guard;
    }

    /**
     * Creates the directory and guards it.
     *
     * @throws IllegalArgumentException if it contains files, which the host must not delete
     */
    static HostDirectory create(Path directory) throws IOException {
        Files.createDirectories(directory);
        for (Path entry : entries(directory)) {
            if (!entry.getFileName().toString().equals(TEMPORARY)) {
                throw new IllegalArgumentException(
                        "the directory of a server host must be empty, but contains: " + entry);
            }
        }
        return new HostDirectory(directory, GuardedProcess.forDirectory(directory));
    }

    /** Keeps the servers' logs when the rest of the directory is deleted. */
    synchronized void keepLogs() {
        keepLogs = true;
    }

    /** Deletes the directory, after all servers are closed. */
    synchronized void close() throws IOException, InterruptedException {
        List<Path> logs = keepLogs
                ? entries(directory).stream().filter(HostDirectory::isLog).toList()
                : List.of();
        if (logs.isEmpty()) {
            Directories.delete(directory);
        } else {
            Directories.delete(directory.resolve(TEMPORARY));
        }
        guard.dismiss();
    }

    private static boolean isLog(Path entry) {
        return entry.getFileName().toString().endsWith(".log");
    }

    private static List<Path> entries(Path directory) throws IOException {
        try (Stream<Path> entries = Files.list(directory)) {
            return entries.toList();
        }
    }
}
