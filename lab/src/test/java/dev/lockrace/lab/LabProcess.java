package dev.lockrace.lab;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The command as a child process, started as its script would. */
public final class LabProcess implements AutoCloseable {

    private final Process process;
    private final Path out;
    private final Path err;

    private LabProcess(Process process, Path out, Path err) {
        this.process = process;
        this.out = out;
        this.err = err;
    }

    /**
     * Starts the command.
     *
     * @param home the checkout, whose services are packaged
     * @param output the directory for the files with the command's output
     */
    public static LabProcess start(Path home, Path output, String... arguments)
            throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:-UsePerfData",
                "-XX:TieredStopAtLevel=1",
                "-Dlockrace.home=" + home,
                "-cp",
                System.getProperty("java.class.path"),
                Lockrace.class.getName()));
        command.addAll(List.of(arguments));
        Path out = output.resolve("out");
        Path err = output.resolve("err");
        Process process = new ProcessBuilder(Interruptible.command(command))
                .redirectOutput(out.toFile())
                .redirectError(err.toFile())
                .start();
        return new LabProcess(process, out, err);
    }

    public ProcessHandle handle() {
        return process.toHandle();
    }

    public String out() {
        return read(out);
    }

    public String err() {
        return read(err);
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Waits until the command exits, and returns its exit code. */
    public int exitCode(int timeoutSeconds) throws InterruptedException {
        if (!process.waitFor(timeoutSeconds, TimeUnit.SECONDS)) {
            throw new AssertionError(
                    "The command did not exit within %d s; standard error: %s".formatted(timeoutSeconds, err()));
        }
        return process.exitValue();
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
