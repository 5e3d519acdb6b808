package dev.lockrace.lab.docs;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** The files of the checkout that git tracks or would add. Build results and other ignored files are not among them. */
final class GitFiles {

    private GitFiles() {}

    /** Returns the files, relative to the checkout, that match one of git's path patterns, or all without a pattern. */
    static Stream<Path> matching(String... patterns) {
        List<String> command = new ArrayList<>(
                List.of("git", "ls-files", "-z", "--cached", "--others", "--exclude-standard", "--deduplicate", "--"));
        command.addAll(List.of(patterns));
        return Stream.of(output(command).split("\0", -1))
                .filter(name -> !name.isEmpty())
                .map(Path::of)
                .filter(file -> Files.exists(MarkdownPage.CHECKOUT.resolve(file)));
    }

    private static String output(List<String> command) {
        try {
            Process git = new ProcessBuilder(command)
                    .directory(MarkdownPage.CHECKOUT.toFile())
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
            String output = new String(git.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (git.waitFor() != 0) {
                throw new AssertionError("%s failed. The tests of the documentation need a git checkout."
                        .formatted(String.join(" ", command)));
            }
            return output;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("Interrupted while listing files", e);
        }
    }
}
