package dev.lockrace.conformance.memcached;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Runs on the real memcached. The build selects this test on machines where memcached is installed. */
@Tag("process")
@Tag("real-memcached")
class MemcachedPitfallsTest extends MemcachedPitfalls {

    @RegisterExtension
    static final MemcachedFixture STORE = MemcachedFixture.real();

    @Override
    MemcachedFixture store() {
        return STORE;
    }

    @Test
    void only_one_of_several_concurrent_cas_with_the_same_id_succeeds() throws Exception {
        assertThat(successfulConcurrentCas(100)).containsOnly(1L);
    }
}
