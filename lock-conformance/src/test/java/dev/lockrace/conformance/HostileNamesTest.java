package dev.lockrace.conformance;

import static dev.lockrace.conformance.clause.Contest.LONG;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lockrace.conformance.clause.Contest;
import dev.lockrace.conformance.fixture.LockFixture;
import dev.lockrace.conformance.memcached.MemcachedFixture;
import dev.lockrace.conformance.postgres.PostgresFixture;
import dev.lockrace.conformance.redis.RedisFixture;
import dev.lockrace.lock.IllegalLockRequestException;
import dev.lockrace.lock.Lease;
import dev.lockrace.lock.LockClient;
import dev.lockrace.lock.LockName;
import dev.lockrace.testsupport.HostileInputs;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Names that mean something to SQL, memcached or Redis are locks like any other, and do nothing to the others. */
class HostileNamesTest {

    private static final int NAMES = 1_000;

    @RegisterExtension
    static final PostgresFixture DATABASE = new PostgresFixture();

    @RegisterExtension
    static final MemcachedFixture MEMCACHED = MemcachedFixture.any();

    @RegisterExtension
    static final RedisFixture REDIS = new RedisFixture();

    @Test
    void in_the_database() throws Exception {
        assertAllCanBeHeld(DATABASE);
    }

    @Test
    void in_memcached() throws Exception {
        assertAllCanBeHeld(MEMCACHED);
    }

    @Test
    void in_redis() throws Exception {
        assertAllCanBeHeld(REDIS);
    }

    /** All at the same moment: a name that was a command, or another's key, would cost somebody the lease. */
    private static void assertAllCanBeHeld(LockFixture store) throws Exception {
        Set<String> names = names(HostileInputs.count(NAMES));
        try (Contest contest = new Contest(store)) {
            LockClient holder = contest.client();
            LockClient other = contest.client();
            Map<String, Lease> leases = new HashMap<>();
            names.forEach(name -> leases.put(name, holder.tryAcquire(name, LONG).orElseThrow()));
            assertThat(names)
                    .allSatisfy(name -> assertThat(other.tryAcquire(name, LONG))
                            .as("another's lease")
                            .isEmpty());
            leases.values()
                    .forEach(
                            lease -> assertThat(lease.release()).as("%s", lease).isTrue());
        }
        HostileInputs.tried(
                names.size(), "lock names, in a store: " + store.getClass().getSimpleName());
    }

    private static Set<String> names(int count) {
        HostileInputs inputs = new HostileInputs(6);
        Set<String> names = new LinkedHashSet<>();
        while (names.size() < count) {
            try {
                names.add(new LockName(inputs.text()).value());
            } catch (IllegalLockRequestException tryAnother) {
                // Empty, too long, or half a character.
            }
        }
        return names;
    }
}
