package dev.lockrace.lab.testbed.service;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** A process that reads its clocks on request. */
final class ClockTarget implements AutoCloseable {

    private final Process process;
    private final BufferedReader answers;

    private ClockTarget(Process process) {
        this.process = process;
        this.answers = process.inputReader();
    }

    /**
     * The readings of all clocks at about the same moment.
     *
     * @param wallClock in milliseconds, by the method that was called
     * @param nanos the value of {@code System.nanoTime()}
     */
    record Reading(Map<String, Long> wallClock, long nanos) {}

    /** Starts the process. Blocks until it has read its clocks once. */
    static ClockTarget start(Path directory, String... options) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:-UsePerfData",
                "-XX:TieredStopAtLevel=1",
                "-XX:+EnableDynamicAgentLoading",
                "-Djava.io.tmpdir=" + directory,
                "-cp",
                System.getProperty("java.class.path")));
        command.addAll(List.of(options));
        command.add(ClockReader.class.getName());
        ClockTarget target = new ClockTarget(new ProcessBuilder(command)
                .directory(directory.toFile())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start());
        target.read();
        return target;
    }

    ProcessHandle process() {
        return process.toHandle();
    }

    Reading read() throws IOException {
        process.getOutputStream().write('\n');
        process.getOutputStream().flush();
        Map<String, Long> readings = new LinkedHashMap<>();
        String line = answers.readLine();
        while (line != null && !line.isEmpty()) {
            int equals = line.indexOf('=');
            readings.put(line.substring(0, equals), Long.valueOf(line.substring(equals + 1)));
            line = answers.readLine();
        }
        Long nanos = readings.remove("System.nanoTime");
        return new Reading(readings, Objects.requireNonNull(nanos, "The process has exited"));
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
