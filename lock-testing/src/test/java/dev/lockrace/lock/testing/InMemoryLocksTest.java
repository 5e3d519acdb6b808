package dev.lockrace.lock.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lockrace.lock.Lease;
import dev.lockrace.lock.LeaseLostException;
import dev.lockrace.lock.LockClient;
import dev.lockrace.lock.LockRequest;
import dev.lockrace.lock.LockStoreException;
import dev.lockrace.lock.UnknownOutcomeException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(LocksExtension.class)
@Timeout(60)
class InMemoryLocksTest {

    private static final LockRequest INVOICE = LockRequest.of("invoice:42").timeToLive(Duration.ofMinutes(5));
    private static final long SECONDS = 30;

    @Test
    void clients_exclude_each_other_and_tokens_grow(InMemoryLocks locks) {
        Lease first = locks.client().tryAcquire(INVOICE).orElseThrow();

        assertThat(locks.newClient().tryAcquire(INVOICE)).isEmpty();
        assertThat(locks.held()).containsExactly("invoice:42");
        assertThat(first.release()).isTrue();
        assertThat(locks.held()).isEmpty();
        assertThat(locks.newClient().tryAcquire(INVOICE).orElseThrow().fencingToken())
                .isGreaterThan(first.fencingToken());
    }

    @Test
    void a_lock_is_contended_until_the_other_client_releases_it(InMemoryLocks locks) throws Exception {
        Lease other = locks.holdByAnotherClient("invoice:42");
        assertThat(locks.client().tryAcquire(INVOICE)).isEmpty();
        assertThatThrownBy(() -> locks.holdByAnotherClient("invoice:42"))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("'invoice:42'");
        FutureTask<Optional<Lease>> wait =
                new FutureTask<>(() -> locks.client().tryAcquire(INVOICE, Duration.ofHours(1)));
        new Thread(wait).start();

        assertThat(other.release()).isTrue();
        assertThat(wait.get(SECONDS, TimeUnit.SECONDS)).isPresent();
    }

    @Test
    void a_lease_and_a_wait_end_when_the_clock_is_advanced(InMemoryLocks locks) throws Exception {
        Lease lease = locks.client().tryAcquire(INVOICE).orElseThrow();
        CountDownLatch lost = new CountDownLatch(1);
        lease.onLoss(lost::countDown);
        FutureTask<Optional<Lease>> wait = new FutureTask<>(() -> locks.newClient()
                .tryAcquire(LockRequest.of("other").timeToLive(Duration.ofMinutes(5)), Duration.ofHours(1)));
        locks.holdByAnotherClient("other");
        new Thread(wait).start();

        locks.clock().advance(Duration.ofMinutes(5));
        assertThat(lease.mayBeHeld()).isFalse();
        assertThat(lost.await(SECONDS, TimeUnit.SECONDS))
                .as("notified of the loss")
                .isTrue();
        assertThat(locks.newClient().tryAcquire(INVOICE)).isPresent();
        assertThat(wait.isDone()).isFalse();
        Awaitility.await().atMost(Duration.ofSeconds(SECONDS)).until(() -> {
            locks.clock().advance(Duration.ofHours(1)); // after the start of the wait too
            return wait.isDone();
        });
        assertThat(wait.get()).isEmpty();
        assertThatThrownBy(() -> locks.clock().advance(Duration.ofNanos(-1)))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void a_renewed_lease_that_is_taken_away_is_reported_lost_and_others_are_kept(InMemoryLocks locks) throws Exception {
        CountDownLatch lost = new CountDownLatch(1);
        CountDownLatch otherLost = new CountDownLatch(1);
        Lease other = locks.client()
                .tryAcquire(LockRequest.of("other").timeToLive(Duration.ofMinutes(1)))
                .orElseThrow()
                .onLoss(otherLost::countDown)
                .renewAutomatically();
        Lease lease = locks.client()
                .tryAcquire(INVOICE)
                .orElseThrow()
                .onLoss(lost::countDown)
                .renewAutomatically();

        locks.lose("invoice:42");

        assertThat(lease.mayBeHeld()).isFalse();
        assertThat(lost.await(SECONDS, TimeUnit.SECONDS))
                .as("notified of the loss")
                .isTrue();
        assertThat(locks.newClient().tryAcquire(INVOICE)).isPresent();
        Awaitility.await().atMost(Duration.ofSeconds(SECONDS)).until(other::mayBeHeld);
        assertThat(otherLost.getCount()).as("the other lease is kept").isEqualTo(1);
        assertThatThrownBy(() -> locks.lose("free"))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("'free'");
    }

    @Test
    void work_whose_lease_is_taken_away_ends_in_an_exception(InMemoryLocks locks, LockClient client) {
        assertThatThrownBy(() -> client.tryRun(INVOICE, lease -> locks.lose("invoice:42")))
                .isInstanceOf(LeaseLostException.class);
    }

    @Test
    void an_unreachable_store_executes_nothing(InMemoryLocks locks, LockClient client) {
        Lease lease = client.tryAcquire(INVOICE).orElseThrow();
        locks.setStoreMode(StoreMode.UNREACHABLE);

        assertThatThrownBy(() -> client.tryAcquire(LockRequest.of("other").timeToLive(Duration.ofMinutes(5))))
                .isInstanceOf(LockStoreException.class)
                .hasMessageContaining("'other'");
        assertThatThrownBy(lease::renew).isInstanceOf(LockStoreException.class);
        assertThat(locks.held()).containsExactly("invoice:42");
        locks.setStoreMode(StoreMode.AVAILABLE);
        assertThat(lease.release()).isTrue();
    }

    @Test
    void a_grant_of_a_silent_store_is_revoked_once_it_answers(InMemoryLocks locks, LockClient client) {
        locks.setStoreMode(StoreMode.SILENT);

        assertThatThrownBy(() -> client.tryAcquire(INVOICE)).isInstanceOf(UnknownOutcomeException.class);
        assertThat(locks.held())
                .as("right after the lost answer, or revoked since")
                .isSubsetOf("invoice:42");
        locks.setStoreMode(StoreMode.AVAILABLE);
        Awaitility.await()
                .atMost(Duration.ofSeconds(SECONDS))
                .until(() -> client.tryAcquire(INVOICE).isPresent());
    }
}
