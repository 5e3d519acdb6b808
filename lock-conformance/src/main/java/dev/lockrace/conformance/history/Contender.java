package dev.lockrace.conformance.history;

import dev.lockrace.conformance.history.Workload.Plan;
import dev.lockrace.lock.Grant;
import dev.lockrace.lock.Lease;
import dev.lockrace.lock.LockBackend;
import dev.lockrace.lock.LockClient;
import dev.lockrace.lock.LockException;
import dev.lockrace.lock.LockName;
import dev.lockrace.lock.LockRequest;
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
 * One thread of the workload. Some of its calls go through a {@link LockClient}, with its watchdog and its revocation
 * of orphaned grants. Others go directly to the backend, which must withstand requests that the client never sends.
 */
final class Contender implements Callable<Integer> {

    private static final int MAX_ACTIONS = 1_500;

    private final Plan plan;
    private final LockNames names;
    private final LockName privateName;
    private final LockBackend backend;
    private final LockClient client;
    private final Random random;
    private final Deque<Held> abandoned = new ArrayDeque<>();

    private record Held(LockName name, String owner, Duration timeToLive, Grant grant, long requestedAt) {

        boolean isExpired() {
            return System.nanoTime() - requestedAt > timeToLive.toNanos();
        }
    }

    /**
     * @param id a unique id of this thread
     */
    Contender(Plan plan, LockNames names, String id, LockBackend backend, LockClient client, Random random) {
        this.plan = plan;
        this.names = names;
        this.privateName = new LockName(plan.prefix() + "only-" + id);
        this.backend = backend;
        this.client = client;
        this.random = random;
    }

    /** Returns the number of actions. */
    @Override
    public Integer call() throws InterruptedException {
        long startedAt = System.nanoTime();
        Deque<Held> expired = new ArrayDeque<>();
        attempt(() -> acquire(privateName).ifPresent(expired::add));
        int actions = 0;
        while (System.nanoTime() - startedAt < plan.length().toNanos()) {
            if (actions < MAX_ACTIONS) {
                attempt(this::act);
                actions++;
            }
            pause(4);
        }
        if (plan.callExpiredLeases()) {
            for (Held held : expired) { // expired long ago, and no other thread uses this name
                attempt(() -> held.grant().renew(held.timeToLive(), Workload.REQUEST_TIMEOUT));
            }
        }
        return actions;
    }

    /** Runs an action, ignoring failures of the store: they are recorded. */
    private static void attempt(Action action) throws InterruptedException {
        try {
            action.run();
        } catch (LockException e) {
            // The recording backend has recorded it.
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
                    LockRequest.of(name().value()).timeToLive(timeToLive()),
                    lease -> pause(2 * (int) lease.timeLeft().toMillis()));
        } else if (dice < 88) {
            acquire(name()).ifPresent(abandoned::addLast);
        } else if (plan.callExpiredLeases()) {
            callExpiredLease();
        }
    }

    private void holdBriefly() throws InterruptedException {
        Optional<Held> held = acquire(name());
        if (held.isPresent()) {
            Grant grant = held.get().grant();
            pause(15);
            if (random.nextInt(3) == 0) {
                grant.renew(timeToLive(), Workload.REQUEST_TIMEOUT);
            }
            grant.release(Workload.REQUEST_TIMEOUT);
            if (plan.callExpiredLeases() && random.nextBoolean()) {
                pause(10); // so that another client can acquire the lock
                callRandomlyOn(held.get());
            }
        }
    }

    private void waitAndHold() throws InterruptedException {
        Optional<Lease> granted =
                client.tryAcquire(LockRequest.of(name().value()).timeToLive(timeToLive()), Duration.ofMillis(300));
        if (granted.isPresent()) {
            try (Lease lease = granted.get()) {
                pause(15);
                if (random.nextInt(3) == 0) {
                    var unused = lease.renew();
                }
            }
        }
    }

    /** Acquires a lock. After a definite failure it also calls revoke, which must find no grant. */
    private Optional<Held> acquire(LockName name) {
        String owner = UUID.randomUUID().toString();
        Duration timeToLive = timeToLive();
        long requestedAt = System.nanoTime();
        try {
            return backend.tryAcquire(name, owner, timeToLive, Workload.REQUEST_TIMEOUT)
                    .map(grant -> new Held(name, owner, timeToLive, grant, requestedAt));
        } catch (LockStoreException e) {
            backend.revoke(name, owner, Workload.REQUEST_TIMEOUT);
            return Optional.empty();
        }
    }

    /** Calls the oldest abandoned lease if it has expired. */
    private void callExpiredLease() {
        Held held = abandoned.peekFirst();
        if (held == null || !held.isExpired()) {
            return;
        }
        abandoned.removeFirst();
        callRandomlyOn(held);
    }

    private void callRandomlyOn(Held ended) {
        switch (random.nextInt(3)) {
            case 0 -> ended.grant().renew(ended.timeToLive(), Workload.REQUEST_TIMEOUT);
            case 1 -> ended.grant().release(Workload.REQUEST_TIMEOUT);
            default -> backend.revoke(ended.name(), ended.owner(), Workload.REQUEST_TIMEOUT);
        }
    }

    /** Returns a random lock name, half of the time one of a few. */
    private LockName name() {
        return names.name(random.nextInt(random.nextBoolean() ? LockNames.HOT_NAMES : LockNames.NAMES));
    }

    private Duration timeToLive() {
        return Duration.ofMillis(300 + random.nextInt(500));
    }

    /** Sleeps for a random time up to the given number of milliseconds. */
    private void pause(int millis) throws InterruptedException {
        TimeUnit.MICROSECONDS.sleep(random.nextInt(1_000 * millis + 1));
    }

    private interface Action {
        void run() throws InterruptedException;
    }
}
