package dev.lockrace.producer.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ApiPropertiesTest {

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "\n"})
    void a_blank_token_counts_as_no_token_and_matches_nothing(String token) {
        ApiProperties properties = new ApiProperties(token);

        assertThat(properties.hasToken()).isFalse();
        assertThat(properties.isToken(token)).isFalse();
        assertThat(properties.isToken("")).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"short", "fifteen-letters", "with a space in it", "umlaut-äöü-umlaut", "new\nline-new\nline"})
    void a_token_that_is_short_or_does_not_fit_into_a_header_is_rejected_without_being_revealed(String token) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new ApiProperties(token))
                .withMessageStartingWith("lockrace.api.token (LOCKRACE_API_TOKEN) must have at least 16 characters")
                .withMessageNotContaining(token);
    }

    @Test
    void to_string_does_not_reveal_the_token() {
        assertThat(new ApiProperties("abcdefgh-0123456789")).hasToString("ApiProperties[token=…]");
        assertThat(new ApiProperties("")).hasToString("ApiProperties[token=none]");
    }
}
