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
 * A folder, and optionally a program that works in it, that must not outlive this JVM.
 *
 * <p>Between the two stands a shell, the guard ({@code guard.sh}), that reads a pipe from this JVM. When this JVM
 * ends, in whatever way, the pipe closes; then the guard ends the program and deletes the folder. As long as the JVM
 * lives the guard goes on, also when the program has ended, until it is told to {@link #leave}.
 */
public final class GuardedProcess {

    private static final Duration GUARD_LIMIT = Duration.ofSeconds(10);

    private static final int NO_PROGRAM = -1;

    /** The variable that hands the script to the shell: without a file, and without filling every list of processes. */
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
     * @param folder deleted when this JVM ends before {@link #leave} is called
     * @param log where the program's output is appended
     * @param abortSignal ends the program at once, without its leaving anything behind
     */
    static GuardedProcess start(Path folder, Path log, String abortSignal, List<String> command) throws IOException {
        ProcessBuilder builder =
                guard(folder, abortSignal, command).redirectError(ProcessBuilder.Redirect.appendTo(log.toFile()));
        return new GuardedProcess(builder.start()).read();
    }

    /** Guards a folder alone. */
    public static GuardedProcess folder(Path folder) throws IOException {
        ProcessBuilder builder = guard(folder, "KILL", List.of()).redirectError(ProcessBuilder.Redirect.DISCARD);
        GuardedProcess process = new GuardedProcess(builder.start());
        process.exited.complete(NO_PROGRAM);
        return process;
    }

    private static ProcessBuilder guard(Path folder, String abortSignal, List<String> command) {
        List<String> all = new ArrayList<>(List.of("/bin/sh", "-c", "eval \"$" + SCRIPT + "\"", "lockrace-guard"));
        all.add(folder.toAbsolutePath().toString());
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
                    default -> throw new IllegalStateException("the guard said: " + line);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            started.completeExceptionally(new IOException("the guard ended"));
            exited.complete(NO_PROGRAM);
        }
    }

    /** The program's process id. */
    long pid() throws IOException, InterruptedException {
        try {
            return started.get(GUARD_LIMIT.toSeconds(), TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException e) {
            throw new IOException("the guard (/bin/sh) did not start the program", e);
        }
    }

    boolean isRunning() {
        return !exited.isDone();
    }

    /** The code that the program exited with, as the shell tells it; only once it does not run. */
    int exitCode() {
        return exited.join();
    }

    /** Sends the program the signal, and SIGKILL when it still runs after that time; returns when it has ended. */
    void end(String signal, Duration limit) throws IOException, InterruptedException {
        if (!signalled(signal, limit) && !signalled("KILL", GUARD_LIMIT)) {
            throw new IOException("process " + pid() + " runs on after SIGKILL");
        }
    }

    private boolean signalled(String signal, Duration limit) throws IOException, InterruptedException {
        if (isRunning()) {
            pid();
            tell("signal " + signal);
        }
        try {
            exited.get(limit.toMillis(), TimeUnit.MILLISECONDS);
            return true;
        } catch (ExecutionException | TimeoutException e) {
            return false;
        }
    }

    /** Ends the guard, once the program has ended; the folder stays as it is. */
    public void leave() throws IOException, InterruptedException {
        tell("leave");
        if (!guard.waitFor(GUARD_LIMIT.toSeconds(), TimeUnit.SECONDS)) {
            guard.destroyForcibly();
        }
    }

    private void tell(String line) throws IOException {
        if (guard.isAlive()) {
            OutputStream lifeline = guard.getOutputStream();
            lifeline.write((line + "\n").getBytes(StandardCharsets.UTF_8));
            lifeline.flush();
        }
    }
}
