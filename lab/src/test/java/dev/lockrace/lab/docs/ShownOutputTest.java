package dev.lockrace.lab.docs;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class ShownOutputTest {

    private static final ShownOutput SHOWN = ShownOutput.of(List.of(
            "redis: Redis 6.2.11",
            "",
            "local   3   10   10   0   0   10   3  broken",
            "redis   3   10    1   9   0    1   1  held",
            "[{\"id\":\"…,\"verdict\":\"held\",…}]"));

    private static final String OUTPUT = """
            building
            redis: Redis 8.0.2
            local   3  10  10  0  0  10  2  broken
            database   3  10  1  9  0  1  1  held
            redis   3  10  1  9  0  1  1  held
            [{"id":"7","peakHolders":1,"verdict":"held","links":{}}]
            """;

    @Test
    void products_and_the_holders_of_a_broken_lock_may_differ() {
        assertThatCode(() -> SHOWN.assertIn(OUTPUT)).doesNotThrowAnyException();
    }

    @Test
    void another_number_is_rejected() {
        assertThatThrownBy(() -> SHOWN.assertIn(OUTPUT.replace("redis   3  10  1", "redis   3  10  2")))
                .isInstanceOf(AssertionError.class);
    }

    @Test
    void another_order_is_rejected() {
        String reversed = String.join("\n", OUTPUT.lines().sorted().toList());

        assertThatThrownBy(() -> SHOWN.assertIn(reversed)).isInstanceOf(AssertionError.class);
    }

    @Test
    void a_missing_line_is_rejected() {
        assertThatThrownBy(() -> SHOWN.assertIn(OUTPUT.replace("\"verdict\":\"held\"", "\"verdict\":\"broken\"")))
                .isInstanceOf(AssertionError.class);
    }
}
