package dev.lockrace.lab.faults.report;

import dev.lockrace.lab.faults.result.Timeline.Bar;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Labels of fencing tokens that are short enough for a chart. Long tokens of one race share a prefix, since they follow a
 * clock, so the prefix is omitted.
 *
 * @param prefixLength the number of omitted digits
 */
record TokenLabels(int prefixLength) {

    private static final int MAX_LENGTH = 8;

    static TokenLabels of(List<Bar> bars) {
        List<String> tokens = bars.stream()
                .map(Bar::token)
                .filter(Objects::nonNull)
                .map(String::valueOf)
                .distinct()
                .toList();
        boolean comparable = tokens.stream().mapToInt(String::length).distinct().count() == 1;
        return new TokenLabels(comparable ? prefixLength(tokens) : 0);
    }

    private static int prefixLength(List<String> tokens) {
        String first = tokens.get(0);
        int length = 0;
        while (first.length() - length > MAX_LENGTH && haveCommonPrefix(tokens, first.substring(0, length + 1))) {
            length++;
        }
        return length;
    }

    private static boolean haveCommonPrefix(List<String> tokens, String prefix) {
        return tokens.stream().allMatch(token -> token.startsWith(prefix));
    }

    @Nullable
    String label(@Nullable Long token) {
        if (token == null) {
            return null;
        }
        return prefixLength == 0
                ? "token " + token
                : "token …" + String.valueOf(token).substring(prefixLength);
    }
}
