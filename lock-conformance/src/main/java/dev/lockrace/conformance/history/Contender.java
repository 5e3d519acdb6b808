package dev.lockrace.conformance.history;

import dev.lockrace.conformance.history.Workload.Plan;
import dev.lockrace.lock.Grant;
import dev.lockrace.lock.Lease;
import dev.lockrace.lock.LockBackend;
import dev.lockrace.lock.LockClient;
import dev.lockrace.lock.LockException;
import dev.lockrace.lock.LockName;
import dev.lockrace.lock.LockStoreException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;

/**
 * One thread of the load. Part of what it does goes through a {@link LockClient}, whose watchdog and search for lost
 * grants work along; part goes to the backend itself, which has to withstand what no client of ours would ask for.
 */
final class Contender implements Callable<Integer> {

    private static final int NAMES = 20;
    private static final int HOT_NAMES = 4;
    private static final int MAX_ACTIONS = 1_500;

    private final Plan plan;
    private final LockName ownName;
    private final LockBackend backend;
    private final LockClient client;
    private final Random random;
    private final Deque<Held> abandoned = new ArrayDeque<>();

    private record Held(LockName name, String owner, Duration timeToLive, Grant grant, long askedAt) {

        boolean isOver() {
            return System.nanoTime() - askedAt > timeToLive.toNanos();
        }
    }

    /**
     * @param id unique to this thread
     */
    Contender(Plan plan, String id, LockBackend backend, LockClient client, Random random) {
        this.plan = plan;
        this.ownName = new LockName(plan.prefix() + "only-" + id);
        this.backend = backend;
        this.client = client;
        this.random = random;
    }

    /** Returns how many actions it did. */
    @Override
    public Integer call() throws InterruptedException {
        long startedAt = System.nanoTime();
        Deque<Held> first = new ArrayDeque<>();
        attempt(() -> acquire(ownName).ifPresent(first::add));
        int actions = 0;
        while (System.nanoTime() - startedAt < plan.length().toNanos()) {
            if (actions < MAX_ACTIONS) {
                attempt(this::act);
                actions++;
            }
            pause(4);
        }
        if (plan.callLate()) {
            for (Held held : first) { // it ended long ago, and nobody took over
                attempt(() -> held.grant().renew(held.timeToLive(), Workload.REQUEST_TIMEOUT));
            }
        }
        return actions;
    }

    /** What a store that fails throws is on record. */
    private static void attempt(Action action) throws InterruptedException {
        try {
            action.run();
        } catch (LockException e) {
            // Recorded.
        }
    }

    private void act() throws InterruptedException {
        int dice = random.nextInt(100);
        if (dice < 50) {
            holdBriefly();
        } else if (dice < 72) {
            waitAndHold();
        } else if (dice < 80) {
            client.tryRun(
                    name(),
                    timeToLive(),
                    lease -> pause(2 * (int) lease.timeLeft().toMillis()));
        } else if (dice < 88) {
            acquire(new LockName(name())).ifPresent(abandoned::addLast);
        } else if (plan.callLate()) {
            callLate();
        }
    }

    private void holdBriefly() throws InterruptedException {
        Optional<Held> held = acquire(new LockName(name()));
        if (held.isPresent()) {
            Grant grant = held.get().grant();
            pause(15);
            if (random.nextInt(3) == 0) {
                grant.renew(timeToLive(), Workload.REQUEST_TIMEOUT);
            }
            grant.release(Workload.REQUEST_TIMEOUT);
            if (plan.callLate() && random.nextBoolean()) {
                pause(10); // for another to take over
                callOn(held.get());
            }
        }
    }

    private void waitAndHold() throws InterruptedException {
        Optional<Lease> granted = client.tryAcquire(name(), timeToLive(), Duration.ofMillis(300));
        if (granted.isPresent()) {
            try (Lease lease = granted.get()) {
                pause(15);
                if (random.nextInt(3) == 0) {
                    lease.renew();
                }
            }
        }
    }

    /** What failed for certain is taken back all the same: there must be nothing. */
    private Optional<Held> acquire(LockName name) {
        String owner = UUID.randomUUID().toString();
        Duration timeToLive = timeToLive();
        long askedAt = System.nanoTime();
        try {
            return backend.tryAcquire(name, owner, timeToLive, Workload.REQUEST_TIMEOUT)
                    .map(grant -> new Held(name, owner, timeToLive, grant, askedAt));
        } catch (LockStoreException e) {
            backend.revoke(name, owner, Workload.REQUEST_TIMEOUT);
            return Optional.empty();
        }
    }

    /** Acts on the oldest of the leases that were left to their time, as far as that is over. */
    private void callLate() {
        Held held = abandoned.peekFirst();
        if (held == null || !held.isOver()) {
            return;
        }
        abandoned.removeFirst();
        callOn(held);
    }

    private void callOn(Held ended) {
        switch (random.nextInt(3)) {
            case 0 -> ended.grant().renew(ended.timeToLive(), Workload.REQUEST_TIMEOUT);
            case 1 -> ended.grant().release(Workload.REQUEST_TIMEOUT);
            default -> backend.revoke(ended.name(), ended.owner(), Workload.REQUEST_TIMEOUT);
        }
    }

    /** Half of them among a few; in pairs that differ by case and a blank alone. */
    private String name() {
        int number = random.nextInt(random.nextBoolean() ? HOT_NAMES : NAMES);
        return plan.prefix() + (number % 2 == 0 ? "name-" + number / 2 : "NAME-" + number / 2 + " ");
    }

    private Duration timeToLive() {
        return Duration.ofMillis(300 + random.nextInt(500));
    }

    /** Up to that long. */
    private void pause(int millis) throws InterruptedException {
        TimeUnit.MICROSECONDS.sleep(random.nextInt(1_000 * millis + 1));
    }

    private interface Action {
        void run() throws InterruptedException;
    }
}
