package dev.lockrace.servers.process;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * A directory, and optionally a program that works in it, that do not outlive this JVM.
 *
 * <p>A shell, the guard ({@code guard.sh}), is the program's parent and reads the lifeline from this JVM. When this JVM
 * exits in any way, the guard stops the program and deletes the directory. The guard keeps running after the program has
 * exited, until {@link #dismiss} is called.
 */
public final class GuardedProcess {

    private static final Duration GUARD_TIMEOUT = Duration.ofSeconds(10);

    private static final int NO_PROGRAM = -1;

    /** The variable that passes the script to the shell, without a file and without a long line in process lists. */
    private static final String SCRIPT = "LOCKRACE_GUARD";

    private final Process guard;
    private final CompletableFuture<Long> started = new CompletableFuture<>();
    private final CompletableFuture<Integer> exited = new CompletableFuture<>();

    private GuardedProcess(Process guard) {
        this.guard = guard;
    }

    /**
     * Starts a program under a guard.
     *
     * @param directory deleted when this JVM exits before {@link #dismiss} is called
     * @param log the file that the program's output is appended to
     * @param abortSignal the signal that ends the program immediately, with its resources cleaned up
     */
    static GuardedProcess start(Path directory, Path log, String abortSignal, List<String> command) throws IOException {
        ProcessBuilder builder =
                guard(directory, abortSignal, command).redirectError(ProcessBuilder.Redirect.appendTo(log.toFile()));
        return new GuardedProcess(builder.start()).read();
    }

    /** Guards a directory without a program. */
    public static GuardedProcess forDirectory(Path directory) throws IOException {
        ProcessBuilder builder = guard(directory, "KILL", List.of()).redirectError(ProcessBuilder.Redirect.DISCARD);
        GuardedProcess process = new GuardedProcess(builder.start());
        process.exited.complete(NO_PROGRAM);
        return process;
    }

    private static ProcessBuilder guard(Path directory, String abortSignal, List<String> command) {
        List<String> all = new ArrayList<>(List.of("/bin/sh", "-c", "eval \"$" + SCRIPT + "\"", "lockrace-guard"));
        all.add(directory.toAbsolutePath().toString());
        all.add(abortSignal);
        all.addAll(command);
        ProcessBuilder builder = Commands.builder(Commands.detached(all));
        builder.environment().put(SCRIPT, Resources.text(GuardedProcess.class, "guard.sh"));
        return builder;
    }

    private GuardedProcess read() {
        Thread reader = new Thread(this::readReports, "guard-" + guard.pid());
        reader.setDaemon(true);
        reader.start();
        return this;
    }

    private void readReports() {
        try (BufferedReader in =
                new BufferedReader(new InputStreamReader(guard.getInputStream(), StandardCharsets.UTF_8))) {
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                String[] words = line.split(" ", 2);
                switch (words[0]) {
                    case "started" -> started.complete(Long.valueOf(words[1]));
                    case "exited" -> exited.complete(Integer.valueOf(words[1]));
                    default -> throw new IllegalStateException("unexpected line from the guard process: " + line);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            started.completeExceptionally(new IOException("the guard process exited"));
            exited.complete(NO_PROGRAM);
        }
    }

    /** Returns the program's process id. */
    long pid() throws IOException, InterruptedException {
        try {
            return started.get(GUARD_TIMEOUT.toSeconds(), TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException e) {
            throw new IOException("the guard process (/bin/sh) did not start the program", e);
        }
    }

    boolean isRunning() {
        return !exited.isDone();
    }

    /** Returns the program's exit code in the shell's notation. Blocks until the program has exited. */
    int exitCode() {
        return exited.join();
    }

    /** Sends the signal to the program, and SIGKILL after the timeout. Returns when the program has exited. */
    void stop(String signal, Duration timeout) throws IOException, InterruptedException {
        if (!exitsAfter(signal, timeout) && !exitsAfter("KILL", GUARD_TIMEOUT)) {
            throw new IOException("process " + pid() + " is still running after SIGKILL");
        }
    }

    private boolean exitsAfter(String signal, Duration timeout) throws IOException, InterruptedException {
        if (isRunning()) {
            pid();
            send("signal " + signal);
        }
        try {
            exited.get(timeout.toMillis(), TimeUnit.MILLISECONDS);
            return true;
        } catch (ExecutionException | TimeoutException e) {
            return false;
        }
    }

    /** Ends the guard after the program has exited, and keeps the directory. */
    public void dismiss() throws IOException, InterruptedException {
        send("dismiss");
        if (!guard.waitFor(GUARD_TIMEOUT.toSeconds(), TimeUnit.SECONDS)) {
            guard.destroyForcibly();
        }
    }

    private void send(String command) throws IOException {
        if (guard.isAlive()) {
            OutputStream lifeline = guard.getOutputStream();
            lifeline.write((command + "\n").getBytes(StandardCharsets.UTF_8));
            lifeline.flush();
        }
    }
}
