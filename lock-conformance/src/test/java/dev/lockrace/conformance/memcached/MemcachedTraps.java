package dev.lockrace.conformance.memcached;

import static dev.lockrace.conformance.clause.Contest.LONG;
import static dev.lockrace.conformance.clause.Contest.REQUEST_TIMEOUT;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lockrace.conformance.clause.Contest;
import dev.lockrace.lock.Lease;
import dev.lockrace.lock.LockBackend;
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

/** What a lock in memcached can get wrong, beyond the contract's own tests. */
@Timeout(60)
abstract class MemcachedTraps {

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
    void L3_a_holder_whose_lease_was_flushed_learns_it_and_cannot_free_its_successor() throws Exception {
        Lease lost = contest.client().tryAcquire(contest.name(), LONG).orElseThrow();
        Lease alsoLost =
                contest.client().tryAcquire(contest.name() + ":2", LONG).orElseThrow();
        assertThat(raw.flush().get()).isTrue();
        Lease successor = contest.client().tryAcquire(contest.name(), LONG).orElseThrow();

        assertThat(lost.renew()).as("renewal").isFalse();
        assertThat(lost.mayBeHeld()).isFalse();
        assertThat(alsoLost.release()).as("release").isFalse();
        contest.assertHeld();
        assertThat(successor.release()).isTrue();
    }

    @Test
    void a_strangers_item_under_the_key_is_a_lock_held_by_another_and_is_not_deserialized() throws Exception {
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
    void L3_taking_back_goes_by_the_owner_id_whatever_became_of_the_cas_id() throws Exception {
        Lease lease = contest.client().tryAcquire(contest.name(), LONG).orElseThrow();
        assertThat(lease.renew()).isTrue();
        raw.touch(PREFIX + contest.name(), 60).get();

        assertThat(contest.backend().revoke(contest.lockName(), lease.owner(), REQUEST_TIMEOUT))
                .isTrue();
        contest.assertFree();
    }

    /** How many of four {@code cas} with one CAS id, sent at one moment, were done; for each of many rounds. */
    List<Long> winnersOfConcurrentCas(int rounds) throws Exception {
        List<MemcachedClient> clients = List.of(connected(), connected(), connected(), connected());
        try {
            List<Long> winners = new ArrayList<>();
            for (int round = 0; round < rounds; round++) {
                winners.add(winnersOfConcurrentCas(clients, contest.name() + ":" + round));
            }
            return winners;
        } finally {
            clients.forEach(MemcachedClient::shutdown);
        }
    }

    private long winnersOfConcurrentCas(List<MemcachedClient> clients, String key) throws Exception {
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
