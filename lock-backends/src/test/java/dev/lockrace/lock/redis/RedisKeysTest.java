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
    void a_lock_has_its_name_in_its_key_and_shares_the_counter_of_its_bucket() {
        assertThat(keys("run:42")).isEqualTo(new RedisKeys("lockrace:{461}:run:42", "lockrace-token:{461}"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"a", "{b}", "}{", "{}", "a{b}c", "é 🔒\n\0"})
    void both_keys_are_on_one_node_of_a_cluster(String name) {
        RedisKeys keys = keys(name);

        assertThat(SlotHash.getSlot(keys.lock())).isEqualTo(SlotHash.getSlot(keys.token()));
    }

    @Test
    void every_name_has_a_key_of_its_own_and_counters_do_not_pile_up() {
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
