package dev.lockrace.lab.docker;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** The docker command, with a timeout for every call. */
final class Docker {

    private static final Duration INSPECT_TIMEOUT = Duration.ofSeconds(30);
    private static final Duration PULL_TIMEOUT = Duration.ofMinutes(10);

    /** The maximum length of output in an error message. */
    private static final int MAX_OUTPUT = 2_000;

    private Docker() {}

    /**
     * The result of a call.
     *
     * @param output standard output
     * @param errors standard error
     */
    private record Result(int exitCode, String output, String errors) {}

    /**
     * Runs a command.
     *
     * @param settings added to the environment
     * @return the standard output
     * @throws AssertionError if the command fails or does not exit in time; the message ends with its last output
     */
    static String run(Duration timeout, Map<String, String> settings, List<String> arguments) {
        Result result = call(timeout, settings, arguments);
        if (result.exitCode() != 0) {
            throw new AssertionError("docker %s failed with exit code %d: %s"
                    .formatted(String.join(" ", arguments), result.exitCode(), end(result.errors())));
        }
        return result.output();
    }

    /**
     * Makes sure that an image is on this machine, before a step that would try to pull it for minutes.
     *
     * @throws AssertionError if the image is neither on this machine nor can be pulled
     */
    static void requireImage(String image) {
        if (call(INSPECT_TIMEOUT, Map.of(), List.of("image", "inspect", image)).exitCode() == 0) {
            return;
        }
        Result pull = call(PULL_TIMEOUT, Map.of(), List.of("pull", "--quiet", image));
        if (pull.exitCode() != 0) {
            throw new AssertionError("The image %s is not on this machine, and docker pull could not get it: %s"
                    .formatted(image, end(pull.errors())));
        }
    }

    private static Result call(Duration timeout, Map<String, String> settings, List<String> arguments) {
        List<String> command = new ArrayList<>(List.of("docker"));
        command.addAll(arguments);
        try {
            Path output = Files.createTempFile("docker", ".out");
            Path errors = Files.createTempFile("docker", ".err");
            try {
                return call(timeout, settings, command, output, errors);
            } finally {
                Files.delete(output);
                Files.delete(errors);
            }
        } catch (IOException e) {
            throw new AssertionError("Cannot call docker: " + e, e);
        }
    }

    private static Result call(
            Duration timeout, Map<String, String> settings, List<String> command, Path output, Path errors)
            throws IOException {
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectOutput(output.toFile()).redirectError(errors.toFile());
        builder.environment().putAll(settings);
        Process process = builder.start();
        try {
            if (!process.waitFor(timeout.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new AssertionError("%s did not exit within %d s; standard error: %s"
                        .formatted(String.join(" ", command), timeout.toSeconds(), end(Files.readString(errors))));
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
        return text.substring(Math.max(0, text.length() - MAX_OUTPUT));
    }
}
