package dev.lockrace.conformance.mutant;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * A deliberate defect of the library: a patch in the directory {@code mutants}, in the format of {@code git diff}.
 *
 * @param name the name of the patch file without its extension
 * @param breaks what the defect breaks
 * @param tests the tests of which at least one must fail, as class or class#method relative to {@code dev.lockrace}
 * @param equivalent why no test can fail, or empty
 * @param target the file that the patch changes, relative to the root of the repository
 */
record Mutant(String name, String breaks, List<String> tests, String equivalent, Path target, List<Hunk> hunks) {

    private static final Path ROOT = Path.of("..");
    private static final Path DIRECTORY = Path.of("mutants");

    /** A replacement of consecutive lines. */
    record Hunk(String before, String after) {}

    /** Reads all patches, ordered by name. */
    static List<Mutant> all() throws IOException {
        try (Stream<Path> files = Files.list(DIRECTORY)) {
            List<Mutant> mutants = new ArrayList<>();
            for (Path file : files.filter(it -> it.toString().endsWith(".patch"))
                    .sorted()
                    .toList()) {
                mutants.add(read(file));
            }
            return mutants;
        }
    }

    private static Mutant read(Path file) throws IOException {
        List<String> lines = Files.readAllLines(file);
        String target = header(lines, "+++ b/");
        List<Hunk> hunks = new ArrayList<>();
        StringBuilder before = new StringBuilder();
        StringBuilder after = new StringBuilder();
        for (String line : lines.subList(lines.indexOf("+++ b/" + target) + 1, lines.size())) {
            if (line.startsWith("@@") && !before.isEmpty()) {
                hunks.add(new Hunk(before.toString(), after.toString()));
                before.setLength(0);
                after.setLength(0);
            }
            if (line.startsWith(" ") || line.startsWith("-")) {
                before.append(line.substring(1)).append('\n');
            }
            if (line.startsWith(" ") || line.startsWith("+")) {
                after.append(line.substring(1)).append('\n');
            }
        }
        hunks.add(new Hunk(before.toString(), after.toString()));
        String tests = header(lines, "Killed by: ");
        return new Mutant(
                file.getFileName().toString().replace(".patch", ""),
                header(lines, "Breaks: "),
                tests.isEmpty() ? List.of() : List.of(tests.split(", ")),
                header(lines, "Equivalent: "),
                Path.of(target),
                hunks);
    }

    private static String header(List<String> lines, String key) {
        return lines.stream()
                .filter(line -> line.startsWith(key))
                .map(line -> line.substring(key.length()))
                .findFirst()
                .orElse("");
    }

    /** The kind of defect: the name up to the first hyphen. */
    String group() {
        return name.substring(0, name.indexOf('-'));
    }

    String original() throws IOException {
        return Files.readString(ROOT.resolve(target));
    }

    /**
     * Returns the text of the file with the defect.
     *
     * @throws IllegalStateException if the patch does not apply
     */
    String mutated() throws IOException {
        String text = original();
        for (Hunk hunk : hunks) {
            int at = text.indexOf(hunk.before());
            if (at < 0 || text.indexOf(hunk.before(), at + 1) >= 0) {
                throw new IllegalStateException(
                        "mutants/%s.patch does not apply to %s: its lines occur %s. Create the patch again."
                                .formatted(name, target, at < 0 ? "nowhere" : "more than once"));
            }
            text = text.substring(0, at)
                    + hunk.after()
                    + text.substring(at + hunk.before().length());
        }
        return text;
    }
}
