package dev.lockrace.conformance.process;

import dev.lockrace.fault.process.ProcessPause;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.ObjectOutputStream;
import java.io.Serializable;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * A child process with clients of the store. It reads its assignment from standard input, followed by single bytes that
 * signal it to proceed, and reports its progress on standard output. It is killed after 90 seconds.
 */
public final class ChildProcess implements AutoCloseable {

    private static final Duration MAX_LIFE = Duration.ofSeconds(90);

    private final String name;
    private final Path errors;
    private final Process process;
    private final ObjectOutputStream out;
    private final DataInputStream in;

    /**
     * Starts a process with the class path of this one.
     *
     * @param main its main class
     * @param assignment what the process is to do
     * @param name identifies the process in error messages
     * @param errors the file that receives its standard error
     */
    public ChildProcess(Class<?> main, Serializable assignment, String name, Path errors) throws IOException {
        this.name = name;
        this.errors = errors;
        this.process = command(main).redirectError(errors.toFile()).start();
        CompletableFuture.delayedExecutor(MAX_LIFE.toSeconds(), TimeUnit.SECONDS)
                .execute(process::destroyForcibly);
        this.in = new DataInputStream(process.getInputStream());
        this.out = new ObjectOutputStream(process.getOutputStream());
        out.writeObject(assignment);
        out.flush();
    }

    private static ProcessBuilder command(Class<?> main) {
        ProcessBuilder command = new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-XX:-UsePerfData",
                "-Djava.io.tmpdir=" + System.getProperty("java.io.tmpdir"),
                main.getName());
        command.environment().put("CLASSPATH", System.getProperty("java.class.path"));
        return command;
    }

    /** Blocks until the process reports that it is ready. */
    public void awaitReady() throws IOException {
        readLong();
    }

    /**
     * Returns whether {@link System#nanoTime()} of the process agrees with ours, so that times of both can be compared.
     * It does on Linux and macOS, where it reads the machine's monotonic clock. Java does not guarantee it.
     */
    public boolean sharesOurClock() throws IOException {
        long before = System.nanoTime();
        proceed();
        long there = readLong();
        long after = System.nanoTime();
        return there - before >= 0 && after - there >= 0;
    }

    /** Signals the process to proceed. A paused process receives this once it is resumed. */
    public void proceed() throws IOException {
        out.writeByte(0);
        out.flush();
    }

    private long readLong() throws IOException {
        try {
            return in.readLong();
        } catch (EOFException e) {
            throw exitedTooSoon(e);
        }
    }

    /** Blocks until the process reports a text, and returns it. */
    public String readText() throws IOException {
        try {
            return in.readUTF();
        } catch (EOFException e) {
            throw exitedTooSoon(e);
        }
    }

    private IOException exitedTooSoon(EOFException cause) throws IOException {
        return new IOException("%s exited too soon: %s".formatted(this, Files.readString(errors)), cause);
    }

    /** Pauses the process with all its threads. Its connections stay open. */
    public ProcessPause pause() {
        return ProcessPause.of(process.toHandle());
    }

    /** Kills the process, as a crash would end it. */
    public void kill() {
        process.destroyForcibly();
    }

    /** Blocks until the process exits. */
    public void awaitExit() throws IOException, InterruptedException {
        if (process.waitFor() != 0) {
            throw new IOException(
                    "%s exited with code %d: %s".formatted(this, process.exitValue(), Files.readString(errors)));
        }
    }

    @Override
    public String toString() {
        return "Process " + name;
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
