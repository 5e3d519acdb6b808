package dev.lockrace.servers.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Everything that a process and its descendants could leave behind: processes, a directory, shared memory, files. */
public final class ProcessTraces {

    private static final Path SEGMENTS = Path.of("/proc/sysvipc/shm");
    private static final int CREATOR_COLUMN = 4;
    private static final int CHANGED_COLUMN = 13;

    /** How much later than by the clock of the segments a process may seem to have started. */
    private static final int CLOCK_TOLERANCE_SECONDS = 10;

    private final List<ProcessHandle> processes;
    private final Path directory;
    private final long startedAtSecond;

    private ProcessTraces(List<ProcessHandle> processes, Path directory, long startedAtSecond) {
        this.processes = processes;
        this.directory = directory;
        this.startedAtSecond = startedAtSecond;
    }

    /** Records the process, its present descendants, and its directory. */
    public static ProcessTraces of(ProcessHandle process, Path directory) {
        return new ProcessTraces(
                Stream.concat(Stream.of(process), process.descendants()).toList(),
                directory,
                process.info().startInstant().map(Instant::getEpochSecond).orElse(0L));
    }

    /** Returns the command lines of the processes, if the system exposes them. */
    public List<String> commands() {
        return processes.stream()
                .flatMap(process -> process.info().commandLine().stream())
                .toList();
    }

    /**
     * Sends a signal to the processes whose command line contains the text, except to guards. A process that has exited
     * since it was recorded, such as the one that PostgreSQL starts for a connection, is left out.
     */
    public void signal(String name, String text) throws IOException, InterruptedException {
        for (ProcessHandle process : processes) {
            String command = process.info().commandLine().orElse("");
            if (command.contains(text) && !command.contains("lockrace-guard")) {
                signal(name, process);
            }
        }
    }

    private static void signal(String name, ProcessHandle process) throws IOException, InterruptedException {
        try {
            Commands.run(List.of("kill", "-s", name, Long.toString(process.pid())));
        } catch (IOException e) {
            if (process.isAlive()) {
                throw e;
            }
        }
    }

    /** Returns whether this system lists System V segments. */
    public static boolean canListSegments() {
        return Files.exists(SEGMENTS);
    }

    /** Returns the number of System V segments of the processes. */
    public long segments() {
        return remainingSegments().size();
    }

    /** Describes everything that still exists; empty if nothing does. */
    public List<String> remaining() {
        List<String> remaining = new ArrayList<>();
        processes.stream()
                .filter(ProcessTraces::isRunning)
                .forEach(process -> remaining.add("process " + process.pid() + " "
                        + process.info().commandLine().orElse("")));
        if (Files.exists(directory)) {
            remaining.add("directory " + directory);
        }
        remaining.addAll(remainingSegments());
        remaining.addAll(remainingFiles());
        return remaining;
    }

    /** A zombie, whose parent has not read its exit code yet, is not running. */
    private static boolean isRunning(ProcessHandle process) {
        if (!process.isAlive()) {
            return false;
        }
        try {
            String status = Files.readString(Path.of("/proc", Long.toString(process.pid()), "stat"));
            return !status.substring(status.lastIndexOf(')')).startsWith(") Z");
        } catch (IOException e) {
            return process.isAlive();
        }
    }

    /** Leaves out older segments, whose creators had the process ids that these processes have now. */
    private List<String> remainingSegments() {
        if (!canListSegments()) {
            return List.of();
        }
        Set<String> pids = pids();
        return read(SEGMENTS).stream()
                .map(line -> line.strip().split("\\s+"))
                .filter(columns -> pids.contains(columns[CREATOR_COLUMN])
                        && Long.parseLong(columns[CHANGED_COLUMN]) + CLOCK_TOLERANCE_SECONDS >= startedAtSecond)
                .map(columns -> "System V segment " + columns[1])
                .toList();
    }

    /** The files that a JVM creates in /tmp by default. */
    private List<String> remainingFiles() {
        String user = System.getProperty("user.name");
        return pids().stream()
                .flatMap(pid -> Stream.of("/tmp/hsperfdata_" + user + "/" + pid, "/tmp/.java_pid" + pid))
                .filter(file -> Files.exists(Path.of(file)))
                .map(file -> "file " + file)
                .toList();
    }

    private Set<String> pids() {
        return processes.stream().map(process -> Long.toString(process.pid())).collect(Collectors.toSet());
    }

    private static List<String> read(Path file) {
        try {
            return Files.readAllLines(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
