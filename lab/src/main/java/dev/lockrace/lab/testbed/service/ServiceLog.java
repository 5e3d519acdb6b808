package dev.lockrace.lab.testbed.service;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The log file of a service: its standard output and standard error. */
record ServiceLog(Path path) {

    private static final int LINES = 8;

    /** Blank lines, and the lines of a stack trace that name no exception. */
    private static final Predicate<String> NOISE =
            Pattern.compile("\\s*|\\s+(at |\\.\\.\\. \\d+).*").asMatchPredicate();

    /** Returns the file's name and its last lines, which say why a service exited. */
    String ending() {
        return "see %s, which ends with:%n%s".formatted(path, lastLines());
    }

    private String lastLines() {
        try {
            // A JVM that crashes may print any bytes; ISO 8859-1 decodes them all.
            List<String> lines = Files.readString(path, StandardCharsets.ISO_8859_1)
                    .lines()
                    .filter(NOISE.negate())
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
