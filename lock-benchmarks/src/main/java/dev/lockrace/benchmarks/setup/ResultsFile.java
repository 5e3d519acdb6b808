package dev.lockrace.benchmarks.setup;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A Markdown file in which each benchmark has a section between two comments. A result replaces its section and leaves
 * the rest, which people wrote.
 */
public final class ResultsFile {

    private final Path file;

    public ResultsFile(Path file) {
        this.file = file;
    }

    /**
     * Replaces the section of that name, or adds it at the end.
     *
     * @throws BenchException if the file can't be read or written, or has the begin of the section and not its end
     */
    public void write(String section, String markdown) {
        try {
            String before = Files.exists(file) ? Files.readString(file) : "";
            Path folder = file.toAbsolutePath().getParent();
            if (folder != null) {
                Files.createDirectories(folder);
            }
            Files.writeString(file, replaced(before, section, markdown));
        } catch (IOException e) {
            throw new BenchException("Could not write the results to %s: %s".formatted(file, e), e);
        }
    }

    private String replaced(String text, String section, String markdown) {
        String begin = "<!-- measured: %s -->".formatted(section);
        String end = "<!-- end of %s -->".formatted(section);
        String whole = "%s%n%n%s%n%n%s".formatted(begin, markdown.strip(), end);
        int from = text.indexOf(begin);
        if (from < 0) {
            return text.isEmpty() ? whole + "\n" : text.stripTrailing() + "\n\n" + whole + "\n";
        }
        int to = text.indexOf(end, from);
        if (to < 0) {
            throw new BenchException("%s has '%s' without '%s': delete it or add that".formatted(file, begin, end));
        }
        return text.substring(0, from) + whole + text.substring(to + end.length());
    }
}
