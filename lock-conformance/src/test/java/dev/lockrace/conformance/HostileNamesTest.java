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
import dev.lockrace.lock.LockRequest;
import dev.lockrace.testsupport.HostileInputs;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** L9: names with a meaning in SQL, memcached or Redis are ordinary locks and do not affect other locks. */
@Tag("process")
class HostileNamesTest {

    private static final int NAMES = 1_000;

    @RegisterExtension
    static final PostgresFixture DATABASE = new PostgresFixture();

    @RegisterExtension
    static final MemcachedFixture MEMCACHED = MemcachedFixture.any();

    @RegisterExtension
    static final RedisFixture REDIS = new RedisFixture();

    @Test
    void L9_hostile_names_are_independent_locks_in_the_database() throws Exception {
        assertAllCanBeHeld(DATABASE);
    }

    @Test
    void L9_hostile_names_are_independent_locks_in_memcached() throws Exception {
        assertAllCanBeHeld(MEMCACHED);
    }

    @Test
    void L9_hostile_names_are_independent_locks_in_redis() throws Exception {
        assertAllCanBeHeld(REDIS);
    }

    /** Holds all locks at the same time: a name that acts as a command or as another key would end a lease. */
    private static void assertAllCanBeHeld(LockFixture store) throws Exception {
        Set<String> names = names(HostileInputs.count(NAMES));
        try (Contest contest = new Contest(store)) {
            LockClient holder = contest.client();
            LockClient other = contest.client();
            Map<String, Lease> leases = new HashMap<>();
            names.forEach(name -> leases.put(
                    name,
                    holder.tryAcquire(LockRequest.of(name).timeToLive(LONG)).orElseThrow()));
            assertThat(names)
                    .allSatisfy(name -> assertThat(
                                    other.tryAcquire(LockRequest.of(name).timeToLive(LONG)))
                            .as("another client's attempt")
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
            } catch (IllegalLockRequestException invalid) {
                // Empty, too long, or an unpaired surrogate.
            }
        }
        return names;
    }
}
