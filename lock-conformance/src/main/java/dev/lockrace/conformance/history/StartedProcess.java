package dev.lockrace.conformance.history;

import dev.lockrace.conformance.history.ClientProcess.Assignment;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.ObjectOutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** A {@link ClientProcess} as seen by who started it. It is killed when it takes too long. */
final class StartedProcess implements AutoCloseable {

    private static final Duration LONGEST_LIFE = Duration.ofSeconds(90);

    private final Assignment assignment;
    private final Path errors;
    private final Process process;
    private final ObjectOutputStream out;
    private final DataInputStream in;

    StartedProcess(Assignment assignment) throws IOException {
        this.assignment = assignment;
        this.errors = Path.of(assignment.log() + ".err");
        this.process = command().redirectError(errors.toFile()).start();
        CompletableFuture.delayedExecutor(LONGEST_LIFE.toSeconds(), TimeUnit.SECONDS)
                .execute(process::destroyForcibly);
        this.in = new DataInputStream(process.getInputStream());
        this.out = new ObjectOutputStream(process.getOutputStream());
        out.writeObject(assignment);
        out.flush();
    }

    private static ProcessBuilder command() {
        ProcessBuilder command = new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-XX:-UsePerfData",
                "-Djava.io.tmpdir=" + System.getProperty("java.io.tmpdir"),
                ClientProcess.class.getName());
        command.environment().put("CLASSPATH", System.getProperty("java.class.path"));
        return command;
    }

    /** Blocks until it has reached the store. */
    void awaitReady() throws IOException {
        readLong();
    }

    /**
     * Whether its clock and ours are the same: times of several processes mean nothing otherwise. So they are on Linux
     * and macOS, where {@link System#nanoTime()} is the machine's monotonic clock; Java does not promise it.
     */
    boolean sharesOurClock() throws IOException {
        long before = System.nanoTime();
        send();
        long there = readLong();
        long after = System.nanoTime();
        return there - before >= 0 && after - there >= 0;
    }

    void begin() throws IOException {
        send();
    }

    private void send() throws IOException {
        out.writeByte(0);
        out.flush();
    }

    private long readLong() throws IOException {
        try {
            return in.readLong();
        } catch (EOFException e) {
            throw new IOException("%s ended too soon: %s".formatted(this, Files.readString(errors)), e);
        }
    }

    /** Ends it as a crash would. */
    void kill() {
        process.destroyForcibly();
    }

    /** Blocks until it has done what it was to do. */
    void awaitEnd() throws IOException, InterruptedException {
        if (process.waitFor() != 0) {
            throw new IOException("%s failed: %s".formatted(this, Files.readString(errors)));
        }
    }

    @Override
    public String toString() {
        return "Process %s with clients of %s".formatted(assignment.process(), assignment.address());
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
