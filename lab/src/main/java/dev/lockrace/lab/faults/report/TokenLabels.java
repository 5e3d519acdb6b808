package dev.lockrace.lab.faults.report;

import dev.lockrace.lab.faults.result.Timeline.Bar;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Fencing tokens, short enough for a drawing: long ones of one race begin alike, since they follow a clock, so only
 * their ends are told.
 *
 * @param left how many digits are left out
 */
record TokenLabels(int left) {

    private static final int SHORT_ENOUGH = 8;

    static TokenLabels of(List<Bar> bars) {
        List<String> tokens = bars.stream()
                .map(Bar::token)
                .filter(Objects::nonNull)
                .map(String::valueOf)
                .distinct()
                .toList();
        boolean comparable = tokens.stream().mapToInt(String::length).distinct().count() == 1;
        return new TokenLabels(comparable ? left(tokens) : 0);
    }

    private static int left(List<String> tokens) {
        String first = tokens.get(0);
        int same = 0;
        while (first.length() - same > SHORT_ENOUGH && startAlike(tokens, first.substring(0, same + 1))) {
            same++;
        }
        return same;
    }

    private static boolean startAlike(List<String> tokens, String start) {
        return tokens.stream().allMatch(token -> token.startsWith(start));
    }

    @Nullable
    String label(@Nullable Long token) {
        if (token == null) {
            return null;
        }
        return left == 0 ? "token " + token : "token …" + String.valueOf(token).substring(left);
    }
}
