package dev.lockrace.servers.process;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/** Programs of this machine and how to run them. */
public final class Commands {

    private static final Duration TIMEOUT = Duration.ofSeconds(60);

    private Commands() {}

    /** Returns the program with that name on the PATH. */
    public static Optional<Path> find(String program) {
        String path = Optional.ofNullable(System.getenv("PATH")).orElse("");
        return Pattern.compile(Pattern.quote(File.pathSeparator))
                .splitAsStream(path)
                .filter(directory -> !directory.isEmpty())
                .map(directory -> Path.of(directory, program))
                .filter(Files::isExecutable)
                .findFirst();
    }

    /** Creates a builder without this process' variables for PostgreSQL, and with the locale {@code C}. */
    public static ProcessBuilder builder(List<String> command) {
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().keySet().removeIf(variable -> variable.startsWith("PG"));
        builder.environment().put("LC_ALL", "C");
        return builder;
    }

    /**
     * Returns a command that runs in its own session, where the terminal's Ctrl-C does not reach it. Without setsid on
     * the PATH, returns the command unchanged.
     */
    public static List<String> detached(List<String> command) {
        List<String> detached = new ArrayList<>();
        find("setsid").ifPresent(setsid -> detached.add(setsid.toString()));
        detached.addAll(command);
        return detached;
    }

    /**
     * Runs the command and waits until it exits.
     *
     * @return its standard output and standard error
     * @throws IOException if it cannot be started, does not exit within a minute or exits with another code than 0; the
     *     message contains its output
     */
    public static String run(List<String> command) throws IOException, InterruptedException {
        Process process = builder(command).redirectErrorStream(true).start();
        process.getOutputStream().close();
        boolean exited = process.waitFor(TIMEOUT.toSeconds(), TimeUnit.SECONDS);
        if (!exited) {
            process.destroyForcibly().waitFor();
        }
        // The output of these programs fits into the pipe's buffer, so they do not block on it.
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
        if (!exited || process.exitValue() != 0) {
            String result = exited
                    ? "exited with code " + process.exitValue()
                    : "did not exit within " + TIMEOUT.toSeconds() + " s";
            throw new IOException("'%s' %s: %s".formatted(String.join(" ", command), result, output));
        }
        return output;
    }
}
