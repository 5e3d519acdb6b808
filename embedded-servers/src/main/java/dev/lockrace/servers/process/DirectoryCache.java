package dev.lockrace.servers.process;

import java.io.IOException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A cache of directories that are created once and kept: unpacked programs and template databases.
 *
 * <p>Threads and processes share it without a lock. Each creates the directory under a unique name and moves it into
 * place. The one that loses this race deletes its copy. The next creation deletes incomplete directories of killed
 * processes.
 */
public final class DirectoryCache {

    private static final Pattern INCOMPLETE = Pattern.compile(".*\\.creating-(\\d+)-[0-9a-f-]+");

    private final Path directory;

    /** Creates the cache in that directory. */
    public DirectoryCache(Path directory) {
        this.directory = directory.toAbsolutePath().normalize();
    }

    /** Fills an existing, empty directory. */
    public interface Creator {
        void fill(Path empty) throws IOException, InterruptedException;
    }

    /** Returns the directory with that name, and creates it first if it does not exist. */
    public Path getOrCreate(String name, Creator creator) throws IOException, InterruptedException {
        Path cached = directory.resolve(name);
        if (!Files.exists(cached)) {
            Files.createDirectories(directory);
            deleteIncomplete();
            String temporaryName =
                    "%s.creating-%d-%s".formatted(name, ProcessHandle.current().pid(), UUID.randomUUID());
            Path incomplete = Files.createDirectory(directory.resolve(temporaryName));
            try {
                creator.fill(incomplete);
                moveIntoPlace(incomplete, cached);
            } finally {
                Directories.delete(incomplete);
            }
        }
        return cached;
    }

    private static void moveIntoPlace(Path incomplete, Path cached) throws IOException {
        try {
            Files.move(incomplete, cached, StandardCopyOption.ATOMIC_MOVE);
        } catch (AtomicMoveNotSupportedException e) {
            throw e;
        } catch (FileSystemException e) {
            if (!Files.exists(cached)) {
                throw e;
            }
        }
    }

    private void deleteIncomplete() throws IOException {
        List<Path> entries;
        try (Stream<Path> all = Files.list(directory)) {
            entries = all.toList();
        }
        for (Path entry : entries) {
            Matcher name = INCOMPLETE.matcher(entry.getFileName().toString());
            if (name.matches()
                    && ProcessHandle.of(Long.parseLong(name.group(1))).isEmpty()) {
                Directories.delete(entry);
            }
        }
    }
}
