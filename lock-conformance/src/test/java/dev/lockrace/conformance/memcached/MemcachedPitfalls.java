package dev.lockrace.conformance.memcached;

import static dev.lockrace.conformance.clause.Contest.LONG;
import static dev.lockrace.conformance.clause.Contest.REQUEST_TIMEOUT;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lockrace.conformance.clause.Contest;
import dev.lockrace.lock.Lease;
import dev.lockrace.lock.LockBackend;
import dev.lockrace.lock.LockRequest;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import net.spy.memcached.CASResponse;
import net.spy.memcached.ConnectionFactoryBuilder;
import net.spy.memcached.ConnectionFactoryBuilder.Protocol;
import net.spy.memcached.MemcachedClient;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Pitfalls of a lock in memcached, in addition to the tests of the contract. */
@Timeout(60)
abstract class MemcachedPitfalls {

    private static final String PREFIX = "lockrace:";

    private Contest contest;
    private MemcachedClient raw;

    abstract MemcachedFixture store();

    @BeforeEach
    void connect() throws IOException {
        contest = new Contest(store());
        raw = connected();
    }

    @AfterEach
    void close() throws Exception {
        raw.shutdown(1, TimeUnit.SECONDS);
        contest.close();
    }

    Contest contest() {
        return contest;
    }

    @Test
    void L3_holder_of_a_flushed_lease_learns_of_its_loss_and_cannot_release_its_successor() throws Exception {
        Lease lost = contest.client().tryAcquire(contest.request(LONG)).orElseThrow();
        Lease alsoLost = contest.client()
                .tryAcquire(LockRequest.of(contest.name() + ":2").timeToLive(LONG))
                .orElseThrow();
        assertThat(raw.flush().get()).isTrue();
        Lease successor = contest.client().tryAcquire(contest.request(LONG)).orElseThrow();

        assertThat(lost.renew()).as("renewal").isFalse();
        assertThat(lost.mayBeHeld()).isFalse();
        assertThat(alsoLost.release()).as("release").isFalse();
        contest.assertHeld();
        assertThat(successor.release()).isTrue();
    }

    @Test
    void foreign_item_under_the_key_is_contended_and_not_deserialized() throws Exception {
        assertThat(raw.set(PREFIX + contest.name(), 60, new ArrayList<>(List.of("a serialized object")))
                        .get())
                .isTrue();
        LockBackend backend = contest.backend();

        contest.assertHeld();
        assertThat(backend.revoke(contest.lockName(), Contest.newOwner(), REQUEST_TIMEOUT))
                .isFalse();
        contest.assertHeld();
    }

    @Test
    void L3_revoke_works_by_owner_id_even_if_the_cas_id_has_changed() throws Exception {
        Lease lease = contest.client().tryAcquire(contest.request(LONG)).orElseThrow();
        assertThat(lease.renew()).isTrue();
        raw.touch(PREFIX + contest.name(), 60).get();

        assertThat(contest.backend().revoke(contest.lockName(), lease.owner(), REQUEST_TIMEOUT))
                .isTrue();
        contest.assertFree();
    }

    /** Sends four concurrent {@code cas} with the same CAS id per round. Returns how many succeeded in each round. */
    List<Long> successfulConcurrentCas(int rounds) throws Exception {
        List<MemcachedClient> clients = List.of(connected(), connected(), connected(), connected());
        try {
            List<Long> successes = new ArrayList<>();
            for (int round = 0; round < rounds; round++) {
                successes.add(successfulConcurrentCas(clients, contest.name() + ":" + round));
            }
            return successes;
        } finally {
            clients.forEach(MemcachedClient::shutdown);
        }
    }

    private long successfulConcurrentCas(List<MemcachedClient> clients, String key) throws Exception {
        assertThat(raw.add(key, 60, "first").get()).isTrue();
        long cas = raw.gets(key).getCas();
        List<Callable<CASResponse>> swaps = clients.stream()
                .map(client -> (Callable<CASResponse>) () -> client.cas(key, cas, "next"))
                .toList();
        return contest.inParallel(swaps).stream().filter(CASResponse.OK::equals).count();
    }

    private MemcachedClient connected() throws IOException {
        MemcachedClient client = new MemcachedClient(
                new ConnectionFactoryBuilder()
                        .setProtocol(Protocol.BINARY)
                        .setDaemon(true)
                        .build(),
                List.of(store().address()));
        assertThat(client.getVersions()).isNotEmpty(); // waits for the connection
        return client;
    }
}
