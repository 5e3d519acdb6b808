package dev.lockrace.lock.local;

import dev.lockrace.lock.Grant;
import dev.lockrace.lock.Guarantees;
import dev.lockrace.lock.Guarantees.Scope;
import dev.lockrace.lock.Guarantees.Waiting;
import dev.lockrace.lock.LockBackend;
import dev.lockrace.lock.LockName;
import dev.lockrace.lock.MonotonicClock;
import dev.lockrace.lock.spi.ReleaseListeners;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Leases in the memory of this process: right among its threads, no lock at all across processes. Never blocks and
 * never fails.
 */
public final class LocalLockBackend implements LockBackend {

    /** The name of this backend in configuration, metrics and messages. */
    public static final String NAME = "local";

    private static final Guarantees GUARANTEES = new Guarantees(
            Scope.PROCESS,
            "this JVM's monotonic one",
            Duration.ofNanos(1),
            Duration.ZERO,
            Duration.ofMillis(1),
            Duration.ofDays(365),
            false,
            false,
            false,
            Waiting.NOTIFIED,
            0,
            0);

    private static final int MIN_DROP = 64;

    private final ConcurrentHashMap<LockName, Entry> leases = new ConcurrentHashMap<>();

    /** At how many leases a grant drops those which ended and nobody asks for again. */
    private volatile int dropAt = MIN_DROP;

    private final ReleaseListeners<LockName> freedListeners = new ReleaseListeners<>();

    private final MonotonicClock clock;

    public LocalLockBackend() {
        this(MonotonicClock.SYSTEM);
    }

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
            return Optional.empty(); // without the map's lock, which those who are turned away would queue for
        }
        Entry mine = new Entry(owner, clock.nanoTime() + timeToLive.toNanos());
        Entry holder = leases.compute(name, (key, current) -> current != null && isHeld(current) ? current : mine);
        if (!holder.equals(mine)) {
            return Optional.empty();
        }
        dropEndedWhenMany();
        return Optional.of(new LocalGrant(name, owner));
    }

    @Override
    public boolean revoke(LockName name, String owner, Duration timeout) {
        return free(name, owner);
    }

    @Override
    public Subscription subscribe(LockName name, Duration longest, Duration timeout, Runnable freed) {
        return freedListeners.add(name, freed);
    }

    @Override
    public void close() {
        // Holds nothing but memory, and leases that are still held run out by themselves.
    }

    /** How many leases are kept in memory, expired ones that were not yet dropped included. */
    int size() {
        return leases.size();
    }

    private boolean isHeld(Entry entry) {
        return entry.endsAt() - clock.nanoTime() > 0;
    }

    private boolean free(LockName name, String owner) {
        Entry current = leases.get(name);
        if (current == null || !isHeldBy(owner, current) || !leases.remove(name, current)) {
            return false;
        }
        freedListeners.freed(name);
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
     * What ended takes half as much room as what lasts, at most, beside a fixed minimum; and looking through all costs a
     * grant no more than a few looks, since so many grants lie between. A lease that took over a name meanwhile is
     * another entry, and stays.
     */
    private void dropEndedWhenMany() {
        if (leases.size() > dropAt) {
            leases.values().removeIf(entry -> !isHeld(entry));
            dropAt = Math.max(MIN_DROP, leases.size() + leases.size() / 2);
        }
    }

    /**
     * @param endsAt in the clock's nanoseconds
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
            return free(name, owner);
        }
    }
}
