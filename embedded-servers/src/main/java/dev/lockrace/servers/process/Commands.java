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

/** Other programs of this machine. */
public final class Commands {

    private static final Duration LIMIT = Duration.ofSeconds(60);

    private Commands() {}

    /** The program of that name on the PATH. */
    public static Optional<Path> find(String program) {
        String path = Optional.ofNullable(System.getenv("PATH")).orElse("");
        return Pattern.compile(Pattern.quote(File.pathSeparator))
                .splitAsStream(path)
                .filter(folder -> !folder.isEmpty())
                .map(folder -> Path.of(folder, program))
                .filter(Files::isExecutable)
                .findFirst();
    }

    /** A builder whose program is not led astray by the variables of this process. */
    public static ProcessBuilder builder(List<String> command) {
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().keySet().removeIf(variable -> variable.startsWith("PG"));
        builder.environment().put("LC_ALL", "C");
        return builder;
    }

    /** The command in a session of its own, where the terminal's Ctrl-C does not reach it; as it is without setsid. */
    public static List<String> detached(List<String> command) {
        List<String> detached = new ArrayList<>();
        find("setsid").ifPresent(setsid -> detached.add(setsid.toString()));
        detached.addAll(command);
        return detached;
    }

    /**
     * Runs the command to its end.
     *
     * @return what it printed, both streams
     * @throws IOException when it can't be run, takes over a minute or fails: with what it printed
     */
    public static String run(List<String> command) throws IOException, InterruptedException {
        Process process = builder(command).redirectErrorStream(true).start();
        process.getOutputStream().close();
        boolean ended = process.waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS);
        if (!ended) {
            process.destroyForcibly().waitFor();
        }
        // What these programs print fits into the pipe, so that none waits for its reader.
        String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
        if (!ended || process.exitValue() != 0) {
            String how = ended ? "ended with code " + process.exitValue() : "took over " + LIMIT.toSeconds() + " s";
            throw new IOException("'%s' %s: %s".formatted(String.join(" ", command), how, printed));
        }
        return printed;
    }
}
