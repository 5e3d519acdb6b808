package dev.lockrace.lock.memcached;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockrace.lock.IllegalLockRequestException;
import dev.lockrace.lock.LockName;
import dev.lockrace.testsupport.HostileInputs;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Hostile names: a key contains no command, no two names share one, and no rejection forges a line of a log. */
class HostileKeyTest {

    private static final int NAMES = 30_000;
    private static final Pattern KEY = Pattern.compile("lockrace[:#][!-~]{1,241}"); // protocol.txt, "Keys"
    private static final Pattern LINE_BREAKING = Pattern.compile("[\\p{Cntrl}\u0080-\u009f\u2028\u2029]");

    private final HostileInputs inputs = new HostileInputs(4);
    private final Map<String, String> nameOf = new HashMap<>();

    @Test
    void every_name_has_a_unique_valid_key_or_is_rejected_with_a_message_of_one_line() {
        int count = HostileInputs.count(NAMES);
        for (int number = 0; number < count; number++) {
            String text = inputs.text();
            try {
                assertKey(new LockName(text));
            } catch (IllegalLockRequestException rejection) {
                assertThat(LINE_BREAKING
                                .matcher(String.valueOf(rejection.getMessage()))
                                .find())
                        .as("%s", rejection)
                        .isFalse();
            }
        }
        assertThat(nameOf).hasSizeGreaterThan(NAMES / 2);
        HostileInputs.tried(count, "lock names, as keys of memcached");
    }

    private void assertKey(LockName name) {
        String key = MemcachedKey.of(name);
        assertThat(KEY.matcher(key).matches()).as(key).isTrue();
        assertThat(nameOf.putIfAbsent(key, name.value())).isIn(null, name.value());
        assertThat(LINE_BREAKING.matcher(name.toString()).find()).as(key).isFalse();
    }
}
