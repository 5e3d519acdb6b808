package dev.lockrace.lock.memcached;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockrace.lock.LockName;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MemcachedKeyTest {

    private static final int MAX_KEY_LENGTH = 250; // memcached's protocol.txt, "Keys"

    @ParameterizedTest
    @ValueSource(strings = {"a", "run:42", "a/b?c=d#e", "~!@#$%^&*()\"'\\"})
    void a_plain_name_stays_readable(String name) {
        assertThat(key(name)).isEqualTo("lockrace:" + name);
    }

    @ParameterizedTest
    @ValueSource(strings = {" ", "a b", "a\nb", "a\0", "\u007f", "é", "\u00a0", "🔒"})
    void a_name_that_is_not_a_valid_key_is_hashed(String name) {
        assertThat(key(name)).matches("lockrace#[A-Za-z0-9_-]{43}");
    }

    @Test
    void a_name_of_up_to_241_characters_is_plain_and_a_longer_one_is_hashed() {
        assertThat(key("n".repeat(241)))
                .isEqualTo("lockrace:" + "n".repeat(241))
                .hasSize(MAX_KEY_LENGTH);
        assertThat(key("n".repeat(242))).hasSize(52);
    }

    @Test
    void a_plain_name_cannot_collide_with_a_hashed_one() {
        String hashed = key("a b");

        assertThat(key(hashed)).isNotEqualTo(hashed);
        assertThat(key(hashed.substring("lockrace".length()))).isNotEqualTo(hashed);
        assertThat(key(hashed.substring("lockrace#".length()))).isNotEqualTo(hashed);
    }

    @Test
    void every_name_has_a_unique_valid_key() {
        Map<String, String> nameOf = new HashMap<>();
        for (String name : names()) {
            String key = key(name);

            assertThat(key).matches("[!-~]+").hasSizeLessThanOrEqualTo(MAX_KEY_LENGTH);
            assertThat(nameOf.putIfAbsent(key, name)).isIn(null, name);
        }
        assertThat(nameOf.size()).isGreaterThan(9_000);
    }

    /** Returns short names from a small alphabet, so that many are nearly identical, and some long ones. */
    private static List<String> names() {
        Random random = new Random(42);
        List<String> names = new ArrayList<>();
        for (int i = 0; i < 20_000; i++) {
            StringBuilder name = new StringBuilder(i % 100 == 0 ? "x".repeat(235 + i % 10) : "");
            random.ints(1 + random.nextInt(6), 0, 8).forEach(c -> name.append("aA \n\0é:#".charAt(c)));
            names.add(name.toString());
        }
        return names;
    }

    private static String key(String name) {
        return MemcachedKey.of(new LockName(name));
    }
}
