package dev.lockrace.lock.redis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockrace.lock.IllegalLockRequestException;
import dev.lockrace.lock.LockName;
import dev.lockrace.testsupport.HostileInputs;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Hostile names: no two share a key, and the keys of a lock and its token are always on the same node. */
class HostileKeysTest {

    private static final int NAMES = 10_000;
    private static final Pattern LOCK = Pattern.compile("lockrace:(\\{\\d+}):(.*)", Pattern.DOTALL);

    private final HostileInputs inputs = new HostileInputs(5);
    private final Map<String, String> nameOf = new HashMap<>();

    @Test
    void every_name_has_a_unique_key_on_the_node_of_its_token() {
        int count = HostileInputs.count(NAMES);
        for (int number = 0; number < count; number++) {
            String text = inputs.text();
            try {
                assertKeys(text, RedisKeys.of(new LockName(text)));
            } catch (IllegalLockRequestException rejection) {
                assertThat(rejection).hasMessageStartingWith("A lock name must ");
            }
        }
        assertThat(nameOf).hasSizeGreaterThan(NAMES / 2);
        HostileInputs.tried(count, "lock names, as keys of Redis");
    }

    private void assertKeys(String name, RedisKeys keys) {
        Matcher lock = LOCK.matcher(keys.lock());
        assertThat(lock.matches()).as(keys.lock()).isTrue();
        assertThat(lock.group(2)).isEqualTo(name);
        assertThat(keys.token()).isEqualTo("lockrace-token:" + lock.group(1));
        assertThat(nameOf.putIfAbsent(keys.lock(), name)).isIn(null, name);
    }
}
