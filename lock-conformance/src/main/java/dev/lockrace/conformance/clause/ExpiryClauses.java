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
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** L2 expiry, L6 time, and L9 as far as it is about how long a lease lasts. */
interface ExpiryClauses extends Clauses {

    /** Two clocks need not run quite alike. */
    Duration CLOCK_TOLERANCE = Duration.ofMillis(5);

    /** A store may look at its clock now and then only. */
    Duration TICK_TOLERANCE = Duration.ofMillis(500);

    @Test
    default void L2_a_lease_ends_by_itself_not_before_its_time_to_live_nor_after_the_stated_overrun() {
        Guarantees guarantees = contest().guarantees();
        List<Life> lives = contest()
                .inParallel(timesToLive(guarantees)
                        .map(timeToLive -> (Callable<Life>) () -> live(timeToLive))
                        .toList());

        assertThat(lives).allSatisfy(life -> {
            assertThat(life.overAfter()).isGreaterThanOrEqualTo(life.timeToLive.minus(CLOCK_TOLERANCE));
            assertThat(life.heldFor())
                    .isLessThanOrEqualTo(
                            life.timeToLive.plus(guarantees.overrun()).plus(TICK_TOLERANCE));
        });
    }

    /** The least, some below a second, a whole second, and some that no coarse clock can represent. */
    private static Stream<Duration> timesToLive(Guarantees guarantees) {
        return Stream.concat(
                        Stream.of(guarantees.minTimeToLive()),
                        Stream.of("PT0.05S", "PT0.3S", "PT0.999999999S", "PT1S", "PT1.001S", "PT1.7S", "PT2.2S")
                                .map(Duration::parse))
                .filter(timeToLive -> timeToLive.compareTo(guarantees.minTimeToLive()) >= 0
                        && timeToLive.compareTo(guarantees.maxTimeToLive()) <= 0);
    }

    /** Grants a lease that its holder never speaks of again, and asks for it with another client until it is over. */
    private Life live(Duration timeToLive) {
        LockName name = new LockName(contest().name() + ":" + timeToLive);
        LockBackend holder = contest().backend();
        LockBackend other = contest().backend();
        Life life = new Life(timeToLive);
        life.askedAt = System.nanoTime();
        boolean granted =
                holder.tryAcquire(name, Contest.newOwner(), timeToLive, REQUEST_TIMEOUT).isPresent();
        life.grantedAt = System.nanoTime();
        life.lastSeenHeldAt = life.grantedAt;
        assertThat(granted).as("the first grant").isTrue();
        await().pollInSameThread()
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(5))
                .atMost(Contest.maxLeaseDuration(other.guarantees(), timeToLive).plus(SLACK.multipliedBy(5)))
                .until(() -> life.isTakenOver(other, name));
        return life;
    }

    @Test
    default void L6_a_holder_knows_that_its_lease_has_ended_before_another_is_granted_it() {
        Guarantees guarantees = contest().guarantees();
        Duration timeToLive = Contest.shortTimeToLive(guarantees);
        List<Callable<Boolean>> races = IntStream.range(0, 8)
                .mapToObj(i -> (Callable<Boolean>)
                        () -> mayBeHeldAfterTakeOver(contest().name() + ":" + i, timeToLive))
                .toList();

        assertThat(contest().inParallel(races))
                .as("may be held, when another holds it")
                .containsOnly(false);
    }

    private boolean mayBeHeldAfterTakeOver(String name, Duration timeToLive) {
        LockClient holder = contest().client();
        LockBackend other = contest().backend();
        Lease lease = holder.tryAcquire(name, timeToLive).orElseThrow();
        await().pollInSameThread()
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(2))
                .atMost(Contest.maxLeaseDuration(other.guarantees(), timeToLive).plus(SLACK))
                .until(() -> other.tryAcquire(new LockName(name), Contest.newOwner(), timeToLive, REQUEST_TIMEOUT)
                        .isPresent());
        return lease.mayBeHeld();
    }

    @Test
    default void L6_what_is_left_is_never_more_than_the_store_grants() {
        LockClient client = contest().client();
        Duration timeToLive = Duration.ofSeconds(30);
        for (int round = 0; round < 20; round++) {
            long before = System.nanoTime();
            Lease lease = client.tryAcquire(contest().name() + ":" + round, timeToLive)
                    .orElseThrow();
            assertThat(lease.timeLeft())
                    .isLessThanOrEqualTo(timeToLive)
                    .isGreaterThanOrEqualTo(timeToLive.minus(Contest.elapsedSince(before)));
        }
    }

    /** What was seen of one lease, from its first request to its successor's grant. */
    final class Life {

        private final Duration timeToLive;
        private long askedAt;
        private long grantedAt;
        private long lastSeenHeldAt;
        private long takenOverAt;

        private Life(Duration timeToLive) {
            this.timeToLive = timeToLive;
        }

        private boolean isTakenOver(LockBackend other, LockName name) {
            long asked = System.nanoTime();
            boolean granted = other.tryAcquire(name, Contest.newOwner(), timeToLive, REQUEST_TIMEOUT)
                    .isPresent();
            if (granted) {
                takenOverAt = System.nanoTime();
            } else {
                lastSeenHeldAt = asked;
            }
            return granted;
        }

        /** It lasted at least that long: from the answer of its grant to the last try that found it held. */
        private Duration heldFor() {
            return Duration.ofNanos(lastSeenHeldAt - grantedAt);
        }

        /** It lasted at most that long: from the request for it to the answer of its successor's grant. */
        private Duration overAfter() {
            return Duration.ofNanos(takenOverAt - askedAt);
        }

        @Override
        public String toString() {
            return "a time to live of %s lasted %s to %s".formatted(timeToLive, heldFor(), overAfter());
        }
    }
}
