package dev.lockrace.benchmarks.setup;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A Markdown file with a section per benchmark, between two comments. A new result replaces its section and leaves the
 * rest of the file unchanged.
 */
public final class ResultsFile {

    private final Path file;

    /** Creates an accessor of the file, which need not exist. */
    public ResultsFile(Path file) {
        this.file = file;
    }

    /**
     * Replaces the section with that name, or appends it to the file.
     *
     * @throws BenchException if the file cannot be read or written, or if the section has no end comment
     */
    public void write(String section, String markdown) {
        try {
            String before = Files.exists(file) ? Files.readString(file) : "";
            Path directory = file.toAbsolutePath().getParent();
            if (directory != null) {
                Files.createDirectories(directory);
            }
            Files.writeString(file, replaced(before, section, markdown));
        } catch (IOException e) {
            throw new BenchException("Cannot write the results to %s: %s".formatted(file, e), e);
        }
    }

    private String replaced(String text, String section, String markdown) {
        String begin = "<!-- measured: %s -->".formatted(section);
        String end = "<!-- end of %s -->".formatted(section);
        String replacement = "%s%n%n%s%n%n%s".formatted(begin, markdown.strip(), end);
        int from = text.indexOf(begin);
        if (from < 0) {
            return text.isEmpty() ? replacement + "\n" : text.stripTrailing() + "\n\n" + replacement + "\n";
        }
        int to = text.indexOf(end, from);
        if (to < 0) {
            throw new BenchException(
                    "%s contains '%s' without '%s': delete the former or add the latter".formatted(file, begin, end));
        }
        return text.substring(0, from) + replacement + text.substring(to + end.length());
    }
}
