package dev.lockrace.conformance.process;

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
 * A process with clients, as seen by who started it. It reads what it shall do from its standard input, an object first
 * and then single bytes that say "go on", and tells how far it is by its standard output. It is killed when it takes too
 * long.
 */
public final class StartedProcess implements AutoCloseable {

    private static final Duration MAX_LIFE = Duration.ofSeconds(90);
    private static final Duration SIGNAL_TIMEOUT = Duration.ofSeconds(10);

    private final String name;
    private final Path errors;
    private final Process process;
    private final ObjectOutputStream out;
    private final DataInputStream in;

    /**
     * Starts it, with this process's classes.
     *
     * @param main its main class
     * @param assignment what it shall do
     * @param name what it is called in messages
     * @param errors the file for what it writes to its standard error
     */
    public StartedProcess(Class<?> main, Serializable assignment, String name, Path errors) throws IOException {
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

    /** Blocks until it says that it is ready. */
    public void awaitReady() throws IOException {
        readLong();
    }

    /**
     * Whether its clock and ours are the same: times of several processes mean nothing otherwise. So they are on Linux
     * and macOS, where {@link System#nanoTime()} is the machine's monotonic clock; Java does not promise it.
     */
    public boolean sharesOurClock() throws IOException {
        long before = System.nanoTime();
        goOn();
        long there = readLong();
        long after = System.nanoTime();
        return there - before >= 0 && after - there >= 0;
    }

    /** Lets it go on, as soon as it runs. */
    public void goOn() throws IOException {
        out.writeByte(0);
        out.flush();
    }

    private long readLong() throws IOException {
        try {
            return in.readLong();
        } catch (EOFException e) {
            throw endedTooSoon(e);
        }
    }

    /** Blocks until it tells something. */
    public String readText() throws IOException {
        try {
            return in.readUTF();
        } catch (EOFException e) {
            throw endedTooSoon(e);
        }
    }

    private IOException endedTooSoon(EOFException cause) throws IOException {
        return new IOException("%s ended too soon: %s".formatted(this, Files.readString(errors)), cause);
    }

    /** Stops it where it is, with all its threads; its connections stay open. */
    public void freeze() throws IOException, InterruptedException {
        signal("-STOP");
    }

    /** Lets it run on after {@link #freeze()}. */
    public void thaw() throws IOException, InterruptedException {
        signal("-CONT");
    }

    private void signal(String signal) throws IOException, InterruptedException {
        Process kill = new ProcessBuilder("sh", "-c", "kill %s %d".formatted(signal, process.pid()))
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        if (!kill.waitFor(SIGNAL_TIMEOUT.toSeconds(), TimeUnit.SECONDS) || kill.exitValue() != 0) {
            kill.destroyForcibly();
            throw new IOException("%s was not reached by kill %s; this needs Linux or macOS, and a process that lives"
                    .formatted(this, signal));
        }
    }

    /** Ends it as a crash would. */
    public void kill() {
        process.destroyForcibly();
    }

    /** Blocks until it has done what it was to do. */
    public void awaitEnd() throws IOException, InterruptedException {
        if (process.waitFor() != 0) {
            throw new IOException("%s failed: %s".formatted(this, Files.readString(errors)));
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
