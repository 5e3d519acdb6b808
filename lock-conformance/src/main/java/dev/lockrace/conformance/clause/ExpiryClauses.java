package dev.lockrace.conformance.clause;

import static dev.lockrace.conformance.clause.Contest.REQUEST_TIMEOUT;
import static dev.lockrace.conformance.clause.Contest.SLACK;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.lockrace.lock.Guarantees;
import dev.lockrace.lock.Lease;
import dev.lockrace.lock.LockBackend;
import dev.lockrace.lock.LockClient;
import dev.lockrace.lock.LockName;
import dev.lockrace.lock.LockRequest;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** L2 expiry and L6 time, including the rounding of times to live (L9). */
interface ExpiryClauses extends Clauses {

    /** The rates of two clocks may differ. */
    Duration CLOCK_TOLERANCE = Duration.ofMillis(5);

    /** A store may read its clock only periodically. */
    Duration TICK_TOLERANCE = Duration.ofMillis(500);

    @Test
    default void L2_lease_expires_between_its_time_to_live_and_the_declared_overrun() {
        Guarantees guarantees = contest().guarantees();
        List<Lifetime> lifetimes = contest()
                .inParallel(timesToLive(guarantees)
                        .map(timeToLive -> (Callable<Lifetime>) () -> observe(timeToLive))
                        .toList());

        assertThat(lifetimes).allSatisfy(lifetime -> {
            assertThat(lifetime.maxDuration()).isGreaterThanOrEqualTo(lifetime.timeToLive.minus(CLOCK_TOLERANCE));
            assertThat(lifetime.minDuration())
                    .isLessThanOrEqualTo(
                            lifetime.timeToLive.plus(guarantees.maxOverrun()).plus(TICK_TOLERANCE));
        });
    }

    /** The minimum, some below a second, a whole second, and some that a coarse clock cannot represent. */
    private static Stream<Duration> timesToLive(Guarantees guarantees) {
        return Stream.concat(
                        Stream.of(guarantees.minTimeToLive()),
                        Stream.of("PT0.05S", "PT0.3S", "PT0.999999999S", "PT1S", "PT1.001S", "PT1.7S", "PT2.2S")
                                .map(Duration::parse))
                .filter(timeToLive -> timeToLive.compareTo(guarantees.minTimeToLive()) >= 0
                        && timeToLive.compareTo(guarantees.maxTimeToLive()) <= 0);
    }

    /** Acquires a lease that is neither renewed nor released, and polls with another client until it expires. */
    private Lifetime observe(Duration timeToLive) {
        LockName name = new LockName(contest().name() + ":" + timeToLive);
        LockBackend holder = contest().backend();
        LockBackend other = contest().backend();
        Lifetime lifetime = new Lifetime(timeToLive);
        lifetime.requestedAt = System.nanoTime();
        boolean granted = holder.tryAcquire(name, Contest.newOwner(), timeToLive, REQUEST_TIMEOUT)
                .isPresent();
        lifetime.grantedAt = System.nanoTime();
        lifetime.lastContendedAt = lifetime.grantedAt;
        assertThat(granted).as("the first grant").isTrue();
        await().pollInSameThread()
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(5))
                .atMost(Contest.maxLeaseDuration(other.guarantees(), timeToLive).plus(SLACK.multipliedBy(5)))
                .until(() -> lifetime.tryReacquire(other, name));
        return lifetime;
    }

    @Test
    default void L6_holder_knows_that_its_lease_has_expired_before_another_client_is_granted_the_lock() {
        Guarantees guarantees = contest().guarantees();
        Duration timeToLive = Contest.shortTimeToLive(guarantees);
        List<Callable<Boolean>> races = IntStream.range(0, 8)
                .mapToObj(i -> (Callable<Boolean>)
                        () -> mayBeHeldAfterNextGrant(contest().name() + ":" + i, timeToLive))
                .toList();

        assertThat(contest().inParallel(races))
                .as("mayBeHeld() while another client holds the lock")
                .containsOnly(false);
    }

    /** Fails if a renewal extends a lease by less than its time to live. */
    @Test
    default void L6_holder_knows_that_its_renewed_lease_has_expired_before_another_client_is_granted_the_lock() {
        Duration timeToLive = Contest.renewedTimeToLive(contest().guarantees());
        Lease lease =
                contest().client().tryAcquire(contest().request(timeToLive)).orElseThrow();
        Contest.sleep(timeToLive.dividedBy(2));
        assertThat(lease.renew()).as("renewal").isTrue();

        assertThat(mayBeHeldAfterNextGrant(contest().name(), timeToLive, lease))
                .as("mayBeHeld() while another client holds the lock")
                .isFalse();
    }

    private boolean mayBeHeldAfterNextGrant(String name, Duration timeToLive) {
        Lease lease =
                Contest.acquireInTime(contest().client(), LockRequest.of(name).timeToLive(timeToLive));
        return mayBeHeldAfterNextGrant(name, timeToLive, lease);
    }

    private boolean mayBeHeldAfterNextGrant(String name, Duration timeToLive, Lease lease) {
        LockBackend other = contest().backend();
        await().pollInSameThread()
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(2))
                .atMost(Contest.maxLeaseDuration(other.guarantees(), timeToLive).plus(SLACK))
                .until(() -> other.tryAcquire(new LockName(name), Contest.newOwner(), timeToLive, REQUEST_TIMEOUT)
                        .isPresent());
        return lease.mayBeHeld();
    }

    @Test
    default void L6_time_left_never_exceeds_what_the_store_granted() {
        LockClient client = contest().client();
        Duration timeToLive = Duration.ofSeconds(30);
        for (int round = 0; round < 20; round++) {
            long before = System.nanoTime();
            Lease lease = client.tryAcquire(
                            LockRequest.of(contest().name() + ":" + round).timeToLive(timeToLive))
                    .orElseThrow();
            assertThat(lease.timeLeft())
                    .isLessThanOrEqualTo(timeToLive)
                    .isGreaterThanOrEqualTo(timeToLive.minus(Contest.elapsedSince(before)));
        }
    }

    /** The observations of one lease, from its request to the grant of its successor. */
    final class Lifetime {

        private final Duration timeToLive;
        private long requestedAt;
        private long grantedAt;
        private long lastContendedAt;
        private long reacquiredAt;

        private Lifetime(Duration timeToLive) {
            this.timeToLive = timeToLive;
        }

        private boolean tryReacquire(LockBackend other, LockName name) {
            long startedAt = System.nanoTime();
            boolean granted = other.tryAcquire(name, Contest.newOwner(), timeToLive, REQUEST_TIMEOUT)
                    .isPresent();
            if (granted) {
                reacquiredAt = System.nanoTime();
            } else {
                lastContendedAt = startedAt;
            }
            return granted;
        }

        /**
         * Returns the time from the response of the grant to the last contended attempt: the lease lasted at least
         * that.
         */
        private Duration minDuration() {
            return Duration.ofNanos(lastContendedAt - grantedAt);
        }

        /**
         * Returns the time from the request to the response of the successor's grant: the lease lasted at most that.
         */
        private Duration maxDuration() {
            return Duration.ofNanos(reacquiredAt - requestedAt);
        }

        @Override
        public String toString() {
            return "a time to live of %s lasted %s to %s".formatted(timeToLive, minDuration(), maxDuration());
        }
    }
}
