package dev.lockrace.lock.testing;

import dev.lockrace.lock.Grant;
import dev.lockrace.lock.Guarantees;
import dev.lockrace.lock.Guarantees.ClockStep;
import dev.lockrace.lock.Guarantees.Eviction;
import dev.lockrace.lock.Guarantees.Failover;
import dev.lockrace.lock.Guarantees.Scope;
import dev.lockrace.lock.Guarantees.Waiting;
import dev.lockrace.lock.LockBackend;
import dev.lockrace.lock.LockName;
import dev.lockrace.lock.MonotonicClock;
import dev.lockrace.lock.spi.LockOperation;
import dev.lockrace.lock.spi.ReleaseListeners;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** A backend in memory with fencing tokens, whose clock and answers a test controls. */
final class InMemoryLockBackend implements LockBackend {

    static final String NAME = "in-memory";

    private static final Guarantees GUARANTEES = new Guarantees(
            Scope.PROCESS,
            "the test's clock",
            ClockStep.NO_EFFECT,
            Duration.ofNanos(1),
            Duration.ZERO,
            Duration.ofMillis(1),
            Duration.ofDays(365),
            true,
            false,
            Failover.NOT_APPLICABLE,
            Eviction.NEVER,
            Waiting.NOTIFIED,
            0,
            0,
            List.of());

    private final MonotonicClock clock;
    private final ReleaseListeners<LockName> releaseListeners = new ReleaseListeners<>();
    private final Map<LockName, Held> leases = new HashMap<>();
    private long latestToken = TimeUnit.MILLISECONDS.toMicros(System.currentTimeMillis());
    private volatile StoreMode mode = StoreMode.AVAILABLE;

    InMemoryLockBackend(MonotonicClock clock) {
        this.clock = clock;
    }

    void setMode(StoreMode mode) {
        this.mode = mode;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Guarantees guarantees() {
        return GUARANTEES;
    }

    @Override
    public Optional<Grant> tryAcquire(LockName name, String owner, Duration timeToLive, Duration timeout) {
        return answer("acquire", name, () -> acquire(name, owner, timeToLive));
    }

    private synchronized Optional<Grant> acquire(LockName name, String owner, Duration timeToLive) {
        if (current(name).isPresent()) {
            return Optional.empty();
        }
        Held held = new Held(owner, endOf(timeToLive), ++latestToken);
        leases.put(name, held);
        return Optional.of(new InMemoryGrant(name, held));
    }

    @Override
    public boolean revoke(LockName name, String owner, Duration timeout) {
        return answer("revoke", name, () -> released(name, () -> remove(name, owner)));
    }

    @Override
    public Subscription subscribe(LockName name, Duration maxWait, Duration timeout, Runnable onRelease) {
        return releaseListeners.add(name, onRelease);
    }

    @Override
    public void close() {
        // Nothing to close.
    }

    /** Ends the lease on a lock, and returns how long it would have lasted; empty if the lock is free. */
    Optional<Duration> end(LockName name) {
        Optional<Duration> left;
        synchronized (this) {
            left = current(name).map(held -> Duration.ofNanos(held.endsAt - clock.nanoTime()));
            leases.remove(name);
        }
        releaseListeners.released(name);
        return left;
    }

    /** Returns the names of all locks that are held. */
    synchronized Set<String> held() {
        return leases.keySet().stream()
                .filter(name -> current(name).isPresent())
                .map(LockName::value)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private <T> T answer(String verb, LockName name, Supplier<T> request) {
        StoreMode current = mode;
        LockOperation operation = new LockOperation(NAME, verb, name);
        if (current == StoreMode.UNREACHABLE) {
            throw operation.failed("the test made the store unreachable", null);
        }
        T answer = request.get();
        if (current == StoreMode.SILENT) {
            throw operation.unknownOutcome("the test made the store silent", null);
        }
        return answer;
    }

    private boolean released(LockName name, BooleanSupplier release) {
        boolean released = release.getAsBoolean();
        if (released) {
            releaseListeners.released(name);
        }
        return released;
    }

    private synchronized boolean remove(LockName name, String owner) {
        return isHeldBy(name, owner) && leases.remove(name) != null;
    }

    private synchronized boolean extend(LockName name, Held held, Duration timeToLive) {
        if (!isHeldBy(name, held.owner)) {
            return false;
        }
        leases.put(name, new Held(held.owner, endOf(timeToLive), held.token));
        return true;
    }

    private boolean isHeldBy(LockName name, String owner) {
        return current(name).filter(held -> held.owner.equals(owner)).isPresent();
    }

    private Optional<Held> current(LockName name) {
        return Optional.ofNullable(leases.get(name)).filter(held -> held.endsAt - clock.nanoTime() > 0);
    }

    private long endOf(Duration timeToLive) {
        return clock.nanoTime() + timeToLive.toNanos();
    }

    /**
     * @param endsAt nanoseconds of the clock
     */
    private record Held(String owner, long endsAt, long token) {}

    private final class InMemoryGrant implements Grant {

        private final LockName name;
        private final Held held;

        private InMemoryGrant(LockName name, Held held) {
            this.name = name;
            this.held = held;
        }

        @Override
        public OptionalLong token() {
            return OptionalLong.of(held.token);
        }

        @Override
        public boolean renew(Duration timeToLive, Duration timeout) {
            return answer("renew", name, () -> extend(name, held, timeToLive));
        }

        @Override
        public boolean release(Duration timeout) {
            return answer("release", name, () -> released(name, () -> remove(name, held.owner)));
        }
    }
}
