package dev.lockrace.lab.cli;

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
 * The directory for the files of one invocation of the command: logs, which are kept for the last few invocations, and
 * the temporary files of its child processes. Nothing is written outside.
 */
public final class WorkDirectory {

    private static final int KEPT_INVOCATIONS = 5;
    private static final DateTimeFormatter NAME = DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss");

    private final Path project;
    private final Path directory;

    private WorkDirectory(Path project, Path directory) {
        this.project = project;
        this.directory = directory;
    }

    /** Creates the directory below the checkout that the script names. */
    public static WorkDirectory create() {
        return create(Path.of(System.getProperty("lockrace.home", "")).toAbsolutePath());
    }

    /**
     * Creates the directory, and deletes those of the oldest invocations that have exited.
     *
     * @param project the directory of the checkout
     * @throws LabException if the directory cannot be written
     */
    public static WorkDirectory create(Path project) {
        Path all = project.resolve("target").resolve("lockrace");
        Path directory = all.resolve(NAME.format(LocalDateTime.now(ZoneId.systemDefault())) + "-"
                + ProcessHandle.current().pid());
        try {
            Files.createDirectories(directory.resolve("tmp"));
            Files.createDirectories(directory.resolve("logs"));
            deleteOldest(all);
        } catch (IOException e) {
            throw new LabException("Cannot write to the work directory %s: %s".formatted(directory, e), e);
        }
        return new WorkDirectory(project, directory);
    }

    private static void deleteOldest(Path all) throws IOException {
        try (Stream<Path> invocations = Files.list(all)) {
            List<Path> old = invocations
                    .filter(WorkDirectory::hasExited)
                    .sorted(Comparator.comparing(Path::getFileName).reversed())
                    .skip(KEPT_INVOCATIONS)
                    .toList();
            for (Path directory : old) {
                delete(directory);
            }
        }
    }

    private static boolean hasExited(Path invocation) {
        String name = invocation.getFileName().toString();
        if (!name.matches("\\d{8}-\\d{6}-\\d+")) {
            return false;
        }
        long pid = Long.parseLong(name.substring(name.lastIndexOf('-') + 1));
        return ProcessHandle.of(pid).isEmpty();
    }

    private static void delete(Path directory) throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        }
    }

    /** Returns the directory with a service's extracted jar and class data archive. */
    public Path application(String service) {
        return project.resolve(service).resolve("target").resolve("app");
    }

    /** Returns a deployment file of the project. */
    public Path deployment(String file) {
        return project.resolve("deploy").resolve(file);
    }

    /** Returns the Java agent that shifts a worker's clock. */
    public Path clockAgent() {
        return project.resolve("clock-agent").resolve("target").resolve("clock-agent.jar");
    }

    /** Returns the directory for extracted programs, which all invocations share. */
    public Path cache() {
        return project.resolve("target").resolve("lockrace-cache");
    }

    /** Returns the data directory of the servers that share a process. That process creates and deletes it. */
    public Path servers() {
        return directory.resolve("servers");
    }

    /** Returns the data directory of a server that has its own process. That server creates and deletes it. */
    public Path server(String name) {
        return directory.resolve("server-" + name);
    }

    public Path temporary() {
        return directory.resolve("tmp");
    }

    /** Returns the file with the host names that a service can resolve. */
    public Path hosts(String service) {
        return temporary().resolve(service + ".hosts");
    }

    public Path log(String part) {
        return directory.resolve("logs").resolve(part + ".log");
    }
}
