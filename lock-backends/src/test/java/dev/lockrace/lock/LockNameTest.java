package dev.lockrace.lock;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Clause L9: the limits of lock names. */
class LockNameTest {

    @ParameterizedTest
    @ValueSource(ints = {1, 250, 1_023, 1_024})
    void L9_a_name_of_up_to_1024_bytes_is_accepted(int bytes) {
        String name = "n".repeat(bytes);

        assertThat(new LockName(name).utf8()).hasSize(bytes);
        assertThat(new LockName(name).value()).isEqualTo(name);
    }

    @Test
    void L9_an_empty_name_is_rejected() {
        assertThatThrownBy(() -> new LockName(""))
                .isInstanceOf(IllegalLockRequestException.class)
                .hasMessage("A lock name must have 1 to 1024 bytes of UTF-8, was: 0 bytes");
    }

    @Test
    void L9_a_name_of_1025_bytes_is_rejected_with_an_excerpt() {
        assertThatThrownBy(() -> new LockName("n".repeat(1_025)))
                .isInstanceOf(IllegalLockRequestException.class)
                .hasMessageStartingWith("A lock name must have 1 to 1024 bytes of UTF-8, was: 1025 bytes (nnnn")
                .message()
                .hasSizeLessThan(250);
    }

    @Test
    void L9_the_limit_counts_bytes_not_characters() {
        assertThat(new LockName("é".repeat(512)).utf8()).hasSize(1_024);
        assertThat(new LockName("🔒".repeat(256)).utf8()).hasSize(1_024);
        assertThatThrownBy(() -> new LockName("é".repeat(513))).hasMessageContaining("was: 1026 bytes");
        assertThatThrownBy(() -> new LockName("🔒".repeat(257))).hasMessageContaining("was: 1028 bytes");
    }

    @ParameterizedTest
    @ValueSource(strings = {"\ud83d", "half \ud83d pair", "\udd12", "\udd12\ud83d"})
    void L9_an_unpaired_surrogate_is_rejected_and_escaped(String name) {
        assertThatThrownBy(() -> new LockName(name))
                .isInstanceOf(IllegalLockRequestException.class)
                .message()
                .startsWith("A lock name must not contain an unpaired surrogate, was: ")
                .containsAnyOf("\\ud83d", "\\udd12")
                .matches(message -> StandardCharsets.UTF_8.newEncoder().canEncode(message));
    }

    /** The first characters of two, three and four bytes. */
    @ParameterizedTest
    @ValueSource(ints = {0x80, 0x800, 0x10000})
    void L9_the_first_character_that_takes_one_more_byte_is_counted_with_it(int character) {
        String text = Character.toString(character);
        int bytes = text.getBytes(StandardCharsets.UTF_8).length;

        assertThatThrownBy(() -> new LockName(text.repeat(1_024 / bytes + 1)))
                .hasMessageContaining("was: %d bytes", (1_024 / bytes + 1) * bytes);
    }

    @Test
    void L9_every_character_is_counted_as_the_utf8_encoder_encodes_it() {
        for (int c = 1; c <= Character.MAX_CODE_POINT; c = Math.max(c + 1, c * 17 / 16)) {
            if (Character.getType(c) != Character.SURROGATE) {
                int bytes = Character.toString(c).getBytes(StandardCharsets.UTF_8).length;
                String maxLength = Character.toString(c).repeat(1_024 / bytes);

                assertThat(new LockName(maxLength).utf8().length).isLessThanOrEqualTo(1_024);
                assertThatThrownBy(() -> new LockName(maxLength + "x".repeat(4)))
                        .hasMessageContaining("was: %d bytes", maxLength.getBytes(StandardCharsets.UTF_8).length + 4);
            }
        }
    }

    @Test
    void L9_names_that_differ_in_one_character_are_different() {
        assertThat(new LockName("a")).isNotEqualTo(new LockName("A"));
        assertThat(new LockName("a")).isNotEqualTo(new LockName("a "));
        assertThat(new LockName("é")).isNotEqualTo(new LockName("e\u0301"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"a\nb", "a\r\nb", "a\tb", "a\0b", "a\u001b[31mb", "a\u0085b", "a\u2028b", "a\u2029b"})
    void a_name_is_shown_on_one_line_and_cannot_forge_a_log_entry(String name) {
        String shown = new LockName(name).toString();

        assertThat(shown).contains("\\u").doesNotContainPattern("[\\p{Cntrl}\\u0085\\u2028\\u2029]");
    }

    @ParameterizedTest
    @ValueSource(strings = {"n", "\n", "🔒"})
    void a_long_name_is_truncated_when_shown(String character) {
        assertThat(new LockName(character.repeat(80)).toString()).doesNotEndWith("…");
        assertThat(new LockName(character.repeat(81)).toString())
                .hasSizeLessThan(500)
                .endsWith("…");
    }

    @Test
    void the_message_about_an_invalid_name_is_one_line() {
        assertThatThrownBy(() -> new LockName("line\nbreak".repeat(200)))
                .message()
                .doesNotContain("\n");
    }
}
