package dev.lockrace.conformance.memcached;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** On the real memcached; selected by the build on machines that have one. */
@Tag("real-memcached")
class MemcachedTrapsTest extends MemcachedTraps {

    @RegisterExtension
    static final MemcachedFixture STORE = MemcachedFixture.real();

    @Override
    MemcachedFixture store() {
        return STORE;
    }

    @Test
    void of_several_cas_with_one_id_a_single_one_is_done() throws Exception {
        assertThat(winnersOfConcurrentCas(100)).containsOnly(1L);
    }
}
