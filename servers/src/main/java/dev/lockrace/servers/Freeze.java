package dev.lockrace.servers;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Processes that are stopped where they are (SIGSTOP), until this is closed or this JVM ends, in whatever way: a shell
 * that waits for the end of a pipe from here lets them run on (SIGCONT). Not safe for use by many threads.
 */
public final class Freeze implements AutoCloseable {

    private static final Duration LIMIT = Duration.ofSeconds(10);
    private static final String FROZEN = "frozen";

    /** Of several processes one may just have ended. */
    private static final String SCRIPT = """
            trap '' HUP INT PIPE TERM
            kill -s STOP "$@" || [ $# -gt 1 ] || exit 1
            echo %s
            read -r end
            kill -s CONT "$@"
            """.formatted(FROZEN);

    private final Deque<Process> shells = new ArrayDeque<>();

    private Freeze() {}

    /**
     * Stops a process and all that it started.
     *
     * @throws ServerException if there is no such process, or it is not ours to stop
     */
    public static Freeze of(ProcessHandle process) {
        Freeze freeze = new Freeze();
        try {
            freeze.stop(List.of(process));
            freeze.stop(process.descendants().toList()); // it can start no more of them
            return freeze;
        } catch (IOException e) {
            freeze.close();
            throw new ServerException("process " + process.pid(), "could not be frozen: " + e.getMessage(), e);
        }
    }

    private void stop(List<ProcessHandle> processes) throws IOException {
        if (processes.isEmpty()) {
            return;
        }
        List<String> command = new ArrayList<>(List.of("/bin/sh", "-c", SCRIPT, "lockrace-freeze"));
        processes.forEach(process -> command.add(String.valueOf(process.pid())));
        Process shell = new ProcessBuilder(Commands.detached(command))
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        shells.push(shell);
        BufferedReader said = new BufferedReader(new InputStreamReader(shell.getInputStream(), StandardCharsets.UTF_8));
        if (!FROZEN.equals(said.readLine())) {
            throw new IOException("SIGSTOP did not reach it");
        }
    }

    /** Lets them run on; a second call does nothing. */
    @Override
    public void close() {
        while (!shells.isEmpty()) {
            thaw(shells.pop());
        }
    }

    private static void thaw(Process shell) {
        try {
            shell.getOutputStream().close();
            if (!shell.waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS)) {
                throw new ServerException("process " + shell.pid(), "did not let run on what it had frozen");
            }
        } catch (IOException e) {
            throw new ServerException("process " + shell.pid(), "could not be told to let run on what it froze", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // it was told
        }
    }
}
