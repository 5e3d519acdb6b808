package dev.lockrace.lab.stack;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** What a service prints. */
record ServiceLog(Path path) {

    private static final int LINES = 8;

    /** Blank lines, and a stack trace's that name no exception. */
    private static final Predicate<String> SAYS_NOTHING =
            Pattern.compile("\\s*|\\s+(at |\\.\\.\\. \\d+).*").asMatchPredicate();

    /** The file and its last lines: why a service ended stands there. */
    String ending() {
        return "see %s, which ends with:%n%s".formatted(path, lastLines());
    }

    private String lastLines() {
        try {
            // Whatever is printed there, also by a JVM that dies, must be shown.
            List<String> lines = Files.readString(path, StandardCharsets.ISO_8859_1)
                    .lines()
                    .filter(SAYS_NOTHING.negate())
                    .toList();
            return lines.subList(Math.max(0, lines.size() - LINES), lines.size()).stream()
                    .map(line -> "  " + line)
                    .collect(Collectors.joining(System.lineSeparator()));
        } catch (IOException e) {
            return "  (it could not be read: %s)".formatted(e);
        }
    }

    @Override
    public String toString() {
        return path.toString();
    }
}
