package dev.lockrace.lock.local;

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
import dev.lockrace.lock.spi.ReleaseListeners;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A backend that keeps leases in the memory of this process. It excludes threads of the same process only, and provides
 * no lock at all across processes. Never blocks and never fails.
 */
public final class LocalLockBackend implements LockBackend {

    /** The name of this backend in configuration, metrics and messages. */
    public static final String NAME = "local";

    private static final Guarantees GUARANTEES = new Guarantees(
            Scope.PROCESS,
            "this JVM's monotonic clock",
            ClockStep.NO_EFFECT,
            Duration.ofNanos(1),
            Duration.ZERO,
            Duration.ofMillis(1),
            Duration.ofDays(365),
            false,
            false,
            Failover.NOT_APPLICABLE,
            Eviction.NEVER,
            Waiting.NOTIFIED,
            0,
            0,
            List.of());

    private static final int MIN_EVICTION_SIZE = 64;

    private final ConcurrentHashMap<LockName, Entry> leases = new ConcurrentHashMap<>();

    /** Number of leases above which a grant evicts expired ones. */
    private volatile int evictionSize = MIN_EVICTION_SIZE;

    private final ReleaseListeners<LockName> releaseListeners = new ReleaseListeners<>();

    private final MonotonicClock clock;

    /** Creates a backend with the clock of this JVM. */
    public LocalLockBackend() {
        this(MonotonicClock.SYSTEM);
    }

    /** Creates a backend with the given clock. */
    public LocalLockBackend(MonotonicClock clock) {
        this.clock = clock;
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
        Entry seen = leases.get(name);
        if (seen != null && isHeld(seen)) {
            return Optional.empty(); // avoids contention on the map's bin lock
        }
        Entry mine = new Entry(owner, clock.nanoTime() + timeToLive.toNanos());
        Entry holder = leases.compute(name, (key, current) -> current != null && isHeld(current) ? current : mine);
        if (!holder.equals(mine)) {
            return Optional.empty();
        }
        evictExpiredIfMany();
        return Optional.of(new LocalGrant(name, owner));
    }

    @Override
    public boolean revoke(LockName name, String owner, Duration timeout) {
        return remove(name, owner);
    }

    @Override
    public Subscription subscribe(LockName name, Duration maxWait, Duration timeout, Runnable onRelease) {
        return releaseListeners.add(name, onRelease);
    }

    @Override
    public void close() {
        // Nothing to close; leases that are still held expire.
    }

    /** Returns the number of leases in memory, including expired ones that are not yet evicted. */
    int size() {
        return leases.size();
    }

    private boolean isHeld(Entry entry) {
        return entry.endsAt() - clock.nanoTime() > 0;
    }

    private boolean remove(LockName name, String owner) {
        Entry current = leases.get(name);
        if (current == null || !isHeldBy(owner, current) || !leases.remove(name, current)) {
            return false;
        }
        releaseListeners.released(name);
        return true;
    }

    private boolean extend(LockName name, String owner, Duration timeToLive) {
        Entry current = leases.get(name);
        Entry extended = new Entry(owner, clock.nanoTime() + timeToLive.toNanos());
        return current != null && isHeldBy(owner, current) && leases.replace(name, current, extended);
    }

    private boolean isHeldBy(String owner, Entry entry) {
        return entry.owner().equals(owner) && isHeld(entry);
    }

    /**
     * Above a fixed minimum, expired entries number at most half as many as live ones. The amortized cost of a scan is
     * a few entries per grant. An entry that has replaced an expired one in the meantime differs from it, and stays.
     */
    private void evictExpiredIfMany() {
        if (leases.size() > evictionSize) {
            leases.values().removeIf(entry -> !isHeld(entry));
            evictionSize = Math.max(MIN_EVICTION_SIZE, leases.size() + leases.size() / 2);
        }
    }

    /**
     * @param endsAt nanoseconds of the clock
     */
    private record Entry(String owner, long endsAt) {}

    private final class LocalGrant implements Grant {

        private final LockName name;
        private final String owner;

        private LocalGrant(LockName name, String owner) {
            this.name = name;
            this.owner = owner;
        }

        @Override
        public OptionalLong token() {
            return OptionalLong.empty();
        }

        @Override
        public boolean renew(Duration timeToLive, Duration timeout) {
            return extend(name, owner, timeToLive);
        }

        @Override
        public boolean release(Duration timeout) {
            return remove(name, owner);
        }
    }
}
