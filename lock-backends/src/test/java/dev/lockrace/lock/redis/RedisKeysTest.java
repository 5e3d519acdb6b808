package dev.lockrace.lock.redis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockrace.lock.LockName;
import io.lettuce.core.cluster.SlotHash;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RedisKeysTest {

    @Test
    void the_key_contains_the_name_and_the_counter_belongs_to_the_bucket() {
        assertThat(keys("run:42")).isEqualTo(new RedisKeys("lockrace:{461}:run:42", "lockrace-token:{461}"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"a", "{b}", "}{", "{}", "a{b}c", "é 🔒\n\0"})
    void both_keys_are_on_the_same_cluster_node(String name) {
        RedisKeys keys = keys(name);

        assertThat(SlotHash.getSlot(keys.lock())).isEqualTo(SlotHash.getSlot(keys.token()));
    }

    @Test
    void every_name_has_a_unique_key_and_the_number_of_counters_is_bounded() {
        Map<String, String> nameOf = new HashMap<>();
        Set<String> counters = new HashSet<>();
        for (int i = 0; i < 100_000; i++) {
            RedisKeys keys = keys("name-" + i);

            assertThat(nameOf.put(keys.lock(), "name-" + i)).isNull();
            counters.add(keys.token());
        }
        assertThat(counters).hasSize(1_024);
    }

    private static RedisKeys keys(String name) {
        return RedisKeys.of(new LockName(name));
    }
}
