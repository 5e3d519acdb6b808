package dev.lockrace.lab.stack;

import dev.lockrace.lab.LabException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * Where one call of the command keeps its files: logs, which stay for the last few calls, and what its processes need
 * meanwhile. Nothing is written outside.
 */
public final class WorkFolder {

    private static final int KEPT = 5;
    private static final DateTimeFormatter NAME = DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss");

    private final Path project;
    private final Path folder;

    private WorkFolder(Path project, Path folder) {
        this.project = project;
        this.folder = folder;
    }

    /**
     * Makes a folder for this call, and deletes those of the oldest calls that have ended.
     *
     * @param project the folder of the checkout
     * @throws LabException if it can't be written
     */
    public static WorkFolder create(Path project) {
        Path all = project.resolve("target").resolve("lockrace");
        Path folder = all.resolve(NAME.format(LocalDateTime.now(ZoneId.systemDefault())) + "-"
                + ProcessHandle.current().pid());
        try {
            Files.createDirectories(folder.resolve("tmp"));
            Files.createDirectories(folder.resolve("logs"));
            deleteOldest(all);
        } catch (IOException e) {
            throw new LabException("Could not write to the work folder %s: %s".formatted(folder, e), e);
        }
        return new WorkFolder(project, folder);
    }

    private static void deleteOldest(Path all) throws IOException {
        try (Stream<Path> calls = Files.list(all)) {
            List<Path> ended = calls.filter(WorkFolder::hasEnded)
                    .sorted(Comparator.comparing(Path::getFileName).reversed())
                    .skip(KEPT)
                    .toList();
            for (Path old : ended) {
                delete(old);
            }
        }
    }

    private static boolean hasEnded(Path call) {
        String name = call.getFileName().toString();
        if (!name.matches("\\d{8}-\\d{6}-\\d+")) {
            return false;
        }
        long pid = Long.parseLong(name.substring(name.lastIndexOf('-') + 1));
        return ProcessHandle.of(pid).isEmpty();
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        }
    }

    /** Where a service's unpacked jar and class archive lie. */
    public Path application(String service) {
        return project.resolve(service).resolve("target").resolve("app");
    }

    /** A file of the project that says how servers are deployed. */
    public Path deployment(String file) {
        return project.resolve("deploy").resolve(file);
    }

    /** What shifts a worker's clock. */
    Path clockAgent() {
        return project.resolve("clock-agent").resolve("target").resolve("clock-agent.jar");
    }

    /** Shared among calls: unpacked programs. */
    public Path cache() {
        return project.resolve("target").resolve("lockrace-cache");
    }

    public Path servers() {
        return folder.resolve("servers");
    }

    /** For one server alone; like {@link #servers} it is made and deleted by what is in it. */
    public Path server(String name) {
        return folder.resolve("server-" + name);
    }

    public Path temporary() {
        return folder.resolve("tmp");
    }

    public Path log(String part) {
        return folder.resolve("logs").resolve(part + ".log");
    }
}
