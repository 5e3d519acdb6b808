package dev.lockrace.lab.docker;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** The docker command, every call bounded. */
final class Docker {

    private static final Duration QUICK = Duration.ofSeconds(30);
    private static final Duration PULL_LIMIT = Duration.ofMinutes(10);

    /** How many characters of a long complaint are told. */
    private static final int TOLD = 2_000;

    private Docker() {}

    /**
     * What a call did.
     *
     * @param output standard output
     * @param errors standard error
     */
    private record Result(int exitCode, String output, String errors) {}

    /**
     * Runs a command.
     *
     * @param settings added to the environment
     * @return its standard output
     * @throws AssertionError if it fails or takes longer than the limit: with the command and the end of what it said
     */
    static String run(Duration limit, Map<String, String> settings, List<String> arguments) {
        Result result = call(limit, settings, arguments);
        if (result.exitCode() != 0) {
            throw new AssertionError("docker %s failed with exit code %d: %s"
                    .formatted(String.join(" ", arguments), result.exitCode(), end(result.errors())));
        }
        return result.output();
    }

    /**
     * Makes sure that an image is here, before anything that would try for minutes to get it.
     *
     * @throws AssertionError at once if it is neither here nor to be had
     */
    static void needImage(String image) {
        if (call(QUICK, Map.of(), List.of("image", "inspect", image)).exitCode() == 0) {
            return;
        }
        Result pull = call(PULL_LIMIT, Map.of(), List.of("pull", "--quiet", image));
        if (pull.exitCode() != 0) {
            throw new AssertionError("The image %s is not on this machine, and docker pull could not get it: %s"
                    .formatted(image, end(pull.errors())));
        }
    }

    private static Result call(Duration limit, Map<String, String> settings, List<String> arguments) {
        List<String> command = new ArrayList<>(List.of("docker"));
        command.addAll(arguments);
        try {
            Path output = Files.createTempFile("docker", ".out");
            Path errors = Files.createTempFile("docker", ".err");
            try {
                return call(limit, settings, command, output, errors);
            } finally {
                Files.delete(output);
                Files.delete(errors);
            }
        } catch (IOException e) {
            throw new AssertionError("docker could not be called: " + e, e);
        }
    }

    private static Result call(
            Duration limit, Map<String, String> settings, List<String> command, Path output, Path errors)
            throws IOException {
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectOutput(output.toFile()).redirectError(errors.toFile());
        builder.environment().putAll(settings);
        Process process = builder.start();
        try {
            if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new AssertionError("%s did not end within %d s; it said: %s"
                        .formatted(String.join(" ", command), limit.toSeconds(), end(Files.readString(errors))));
            }
            return new Result(process.exitValue(), Files.readString(output), Files.readString(errors));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("Interrupted while waiting for " + String.join(" ", command), e);
        } finally {
            process.destroy();
        }
    }

    private static String end(String text) {
        return text.substring(Math.max(0, text.length() - TOLD));
    }
}
