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
 * Directories that are made once and kept: unpacked programs, a new database.
 *
 * <p>Safe among threads and processes without a lock: each makes the folder under a name of its own and moves it into
 * place; who comes second throws its own away. What a killed process left half-made is deleted by the next that makes
 * one.
 */
public final class Cache {

    private static final Pattern HALF_MADE = Pattern.compile(".*\\.making-(\\d+)-[0-9a-f-]+");

    private final Path folder;

    public Cache(Path folder) {
        this.folder = folder.toAbsolutePath().normalize();
    }

    /** Fills a folder that exists and is empty. */
    public interface Maker {
        void make(Path empty) throws IOException, InterruptedException;
    }

    /** The folder of that name, made first when there is none yet. */
    public Path folder(String name, Maker maker) throws IOException, InterruptedException {
        Path made = folder.resolve(name);
        if (!Files.exists(made)) {
            Files.createDirectories(folder);
            deleteHalfMade();
            String own =
                    "%s.making-%d-%s".formatted(name, ProcessHandle.current().pid(), UUID.randomUUID());
            Path making = Files.createDirectory(folder.resolve(own));
            try {
                maker.make(making);
                moveIntoPlace(making, made);
            } finally {
                Directories.delete(making);
            }
        }
        return made;
    }

    private static void moveIntoPlace(Path making, Path made) throws IOException {
        try {
            Files.move(making, made, StandardCopyOption.ATOMIC_MOVE);
        } catch (AtomicMoveNotSupportedException e) {
            throw e;
        } catch (FileSystemException e) {
            if (!Files.exists(made)) {
                throw e;
            }
        }
    }

    private void deleteHalfMade() throws IOException {
        List<Path> entries;
        try (Stream<Path> all = Files.list(folder)) {
            entries = all.toList();
        }
        for (Path entry : entries) {
            Matcher name = HALF_MADE.matcher(entry.getFileName().toString());
            if (name.matches()
                    && ProcessHandle.of(Long.parseLong(name.group(1))).isEmpty()) {
                Directories.delete(entry);
            }
        }
    }
}
