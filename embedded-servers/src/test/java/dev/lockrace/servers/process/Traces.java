package dev.lockrace.servers.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What a process and its descendants could leave behind on this machine. */
public final class Traces {

    private static final Path SEGMENTS = Path.of("/proc/sysvipc/shm");
    private static final int CREATOR_COLUMN = 4;

    private final List<ProcessHandle> processes;
    private final Path folder;

    private Traces(List<ProcessHandle> processes, Path folder) {
        this.processes = processes;
        this.folder = folder;
    }

    /** Of the process, of all that it has started so far, and of its folder. */
    public static Traces of(ProcessHandle process, Path folder) {
        return new Traces(
                Stream.concat(Stream.of(process), process.descendants()).toList(), folder);
    }

    /** The commands of the processes, of those that tell. */
    public List<String> commands() {
        return processes.stream()
                .flatMap(process -> process.info().commandLine().stream())
                .toList();
    }

    /** Sends a signal to those of the processes whose command contains the text, except to the guards. */
    public void signal(String name, String text) throws IOException, InterruptedException {
        for (ProcessHandle process : processes) {
            String command = process.info().commandLine().orElse("");
            if (command.contains(text) && !command.contains("lockrace-guard")) {
                Commands.run(List.of("kill", "-s", name, Long.toString(process.pid())));
            }
        }
    }

    public static boolean seesSegments() {
        return Files.exists(SEGMENTS);
    }

    /** How many System V segments the processes have. */
    public long segments() {
        return segmentsLeft().size();
    }

    /** All that is still there, for people; empty when nothing is. */
    public List<String> left() {
        List<String> left = new ArrayList<>();
        processes.stream()
                .filter(Traces::runs)
                .forEach(process -> left.add("process " + process.pid() + " "
                        + process.info().commandLine().orElse("")));
        if (Files.exists(folder)) {
            left.add("folder " + folder);
        }
        left.addAll(segmentsLeft());
        left.addAll(filesLeft());
        return left;
    }

    /** A process that ended but whose new parent has not asked for its exit code yet does not run. */
    private static boolean runs(ProcessHandle process) {
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

    private List<String> segmentsLeft() {
        if (!seesSegments()) {
            return List.of();
        }
        Set<String> pids = pids();
        return read(SEGMENTS).stream()
                .map(line -> line.strip().split("\\s+"))
                .filter(columns -> pids.contains(columns[CREATOR_COLUMN]))
                .map(columns -> "System V segment " + columns[1])
                .toList();
    }

    /** What a JVM puts into /tmp unless told otherwise. */
    private List<String> filesLeft() {
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
