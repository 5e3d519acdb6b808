package dev.lockrace.fault.process;

import dev.lockrace.fault.FaultException;
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
 * A pause of processes by SIGSTOP. They stop with all their threads, and their connections stay open.
 *
 * <p>They are resumed by SIGCONT when this is closed, and also when this JVM exits in any way: a shell that reads a
 * pipe from this JVM resumes them at the end of the pipe. Needs a POSIX shell. Not thread-safe.
 */
public final class ProcessPause implements AutoCloseable {

    private static final Duration RESUME_TIMEOUT = Duration.ofSeconds(10);
    private static final String PAUSED = "paused";

    /** Runs the shell in its own session, where the terminal's Ctrl-C does not reach it, if setsid is installed. */
    private static final String DETACH =
            "if command -v setsid >/dev/null; then exec setsid /bin/sh -c \"$@\"; else exec /bin/sh -c \"$@\"; fi";

    /** The first argument says what a process that cannot be signalled means: a descendant may just have exited. */
    private static final String SCRIPT = """
            trap '' HUP INT PIPE TERM
            on_failure=$1
            shift
            kill -s STOP "$@" || [ "$on_failure" = ignore ] || exit 1
            echo %s
            read -r end
            kill -s CONT "$@"
            """.formatted(PAUSED);

    private final Deque<Process> shells = new ArrayDeque<>();

    private ProcessPause() {}

    /**
     * Pauses a process and all its descendants. Blocks until they are paused.
     *
     * @throws FaultException if the process has exited or belongs to another user
     */
    public static ProcessPause of(ProcessHandle process) {
        ProcessPause pause = new ProcessPause();
        try {
            pause.stop(List.of(process), "fail");
            pause.stop(process.descendants().toList(), "ignore"); // a paused process starts no further children
            return pause;
        } catch (IOException e) {
            pause.close();
            throw new FaultException(
                    "Cannot pause process %d (%s). It must be running and belong to this user."
                            .formatted(process.pid(), e.getMessage()),
                    e);
        }
    }

    private void stop(List<ProcessHandle> processes, String onFailure) throws IOException {
        if (processes.isEmpty()) {
            return;
        }
        List<String> command =
                new ArrayList<>(List.of("/bin/sh", "-c", DETACH, "sh", SCRIPT, "lockrace-pause", onFailure));
        processes.forEach(process -> command.add(String.valueOf(process.pid())));
        Process shell = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        shells.push(shell);
        BufferedReader output =
                new BufferedReader(new InputStreamReader(shell.getInputStream(), StandardCharsets.UTF_8));
        if (!PAUSED.equals(output.readLine())) {
            throw new IOException("SIGSTOP did not reach it");
        }
    }

    /**
     * Resumes the processes. A second call does nothing.
     *
     * @throws FaultException if they are not resumed within 10 seconds
     */
    @Override
    public void close() {
        while (!shells.isEmpty()) {
            resume(shells.pop());
        }
    }

    private static void resume(Process shell) {
        try {
            shell.getOutputStream().close();
            if (!shell.waitFor(RESUME_TIMEOUT.toSeconds(), TimeUnit.SECONDS)) {
                throw new FaultException(
                        ("Processes may still be paused: the shell (process %d) did not resume them within %d s."
                                        + " Resume them with kill -s CONT.")
                                .formatted(shell.pid(), RESUME_TIMEOUT.toSeconds()));
            }
        } catch (IOException e) {
            throw new FaultException(
                    ("Processes may still be paused: the shell (process %d) that resumes them cannot be reached (%s)."
                                    + " Resume them with kill -s CONT.")
                            .formatted(shell.pid(), e.getMessage()),
                    e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // the pipe is closed: the shell resumes them
        }
    }
}
