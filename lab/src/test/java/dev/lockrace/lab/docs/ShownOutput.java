package dev.lockrace.lab.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The output of a command as a page shows it. The lines must appear in the real output in this order; other lines may
 * stand between them. What differs between two machines is not compared: the products of the servers, ports, fencing
 * tokens, how many holders a broken lock had, and everything that the page leaves out with an ellipsis.
 */
final class ShownOutput {

    private static final String ANY = "…";

    private final List<Pattern> lines;

    private ShownOutput(List<Pattern> lines) {
        this.lines = lines;
    }

    static ShownOutput of(List<String> lines) {
        return new ShownOutput(lines.stream()
                .filter(line -> !line.isBlank())
                .map(ShownOutput::pattern)
                .toList());
    }

    private static Pattern pattern(String line) {
        String general = line.strip()
                .replaceFirst("^(postgresql|amqp|memcached|redis): .*", "$1: " + ANY)
                .replaceFirst("^(local(?: +\\d+){6}) +\\d+", "$1 " + ANY)
                .replaceAll("\\d{4,}", ANY);
        return Pattern.compile(
                Stream.of(general.split("\\s+"))
                        .map(ShownOutput::word)
                        .collect(Collectors.joining("\\s+", "^\\s*", "")),
                Pattern.MULTILINE);
    }

    private static String word(String word) {
        return Stream.of(word.split(ANY, -1)).map(Pattern::quote).collect(Collectors.joining(".*"));
    }

    Pattern lastLine() {
        return lines.get(lines.size() - 1);
    }

    void assertIn(String output) {
        List<String> printed = output.lines().toList();
        int next = 0;
        for (Pattern line : lines) {
            int from = next;
            while (next < printed.size() && !line.matcher(printed.get(next)).find()) {
                next++;
            }
            assertThat(next)
                    .as(
                            "The page shows a line like %s, but the command printed from line %d on:%n%s",
                            line, from, output)
                    .isLessThan(printed.size());
            next++;
        }
    }
}
