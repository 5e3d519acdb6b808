package dev.lockrace.release;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Runs the Maven and the JDK of this build as child processes. */
final class Maven {

    /** The local repository of this build. */
    static final Path REPOSITORY = Path.of(System.getProperty("lockrace.maven.repository"));

    private static final Path PROGRAM = Path.of(System.getProperty("lockrace.maven.home"), "bin", "mvn");
    private static final int TIMEOUT_MINUTES = 10;

    private Maven() {}

    /** Returns the option that keeps a child process offline, if this build is offline. Local directories are allowed. */
    static List<String> offline() {
        return "offline=true".equals(System.getProperty("lockrace.build"))
                ? List.of("--offline", "-Daether.offline.protocols=file")
                : List.of();
    }

    /** Runs Maven in the directory until it succeeds, and blocks meanwhile. Its output is written to the log. */
    static void run(Path directory, Path log, List<String> arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(PROGRAM.toString(), "--batch-mode"));
        command.addAll(arguments);
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .redirectInput(ProcessBuilder.Redirect.from(new File("/dev/null")));
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        Process process = builder.start();
        try {
            assertThat(process.waitFor(TIMEOUT_MINUTES, TimeUnit.MINUTES))
                    .as("Maven exits within %d minutes; log: %s", TIMEOUT_MINUTES, log)
                    .isTrue();
            assertThat(process.exitValue())
                    .as("mvn %s%n%s", String.join(" ", arguments), Files.readString(log))
                    .isZero();
        } finally {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        }
    }
}
