package dev.lockrace.lock.local;

import dev.lockrace.lock.FreedListeners;
import dev.lockrace.lock.Grant;
import dev.lockrace.lock.Guarantees;
import dev.lockrace.lock.Guarantees.Scope;
import dev.lockrace.lock.Guarantees.Waiting;
import dev.lockrace.lock.LockBackend;
import dev.lockrace.lock.LockName;
import dev.lockrace.lock.MonotonicClock;
import java.time.Duration;
import java.util.Iterator;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListSet;

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

    private final ConcurrentHashMap<LockName, Entry> leases = new ConcurrentHashMap<>();

    /** The same leases by their end, so that every grant can drop those which ended and nobody asks for again. */
    private final ConcurrentSkipListSet<Entry> byEnd = new ConcurrentSkipListSet<>();

    private final FreedListeners<LockName> freedListeners = new FreedListeners<>();

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
        dropEnded();
        Entry mine = new Entry(name, owner, clock.nanoTime() + timeToLive.toNanos());
        Entry holder = leases.compute(name, (key, current) -> current != null && isHeld(current) ? current : mine);
        if (!holder.equals(mine)) {
            return Optional.empty();
        }
        byEnd.add(mine);
        return Optional.of(new LocalGrant(name, owner));
    }

    @Override
    public boolean takeBack(LockName name, String owner, Duration timeout) {
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
        return Math.max(leases.size(), byEnd.size());
    }

    private boolean isHeld(Entry entry) {
        return entry.endsAt() - clock.nanoTime() > 0;
    }

    private boolean free(LockName name, String owner) {
        Entry current = leases.get(name);
        if (current == null || !isHeldBy(owner, current) || !leases.remove(name, current)) {
            return false;
        }
        byEnd.remove(current);
        freedListeners.freed(name);
        return true;
    }

    private boolean extend(LockName name, String owner, Duration timeToLive) {
        Entry current = leases.get(name);
        Entry extended = new Entry(name, owner, clock.nanoTime() + timeToLive.toNanos());
        if (current == null || !isHeldBy(owner, current) || !leases.replace(name, current, extended)) {
            return false;
        }
        byEnd.remove(current);
        byEnd.add(extended);
        return true;
    }

    private boolean isHeldBy(String owner, Entry entry) {
        return entry.owner().equals(owner) && isHeld(entry);
    }

    /** A lease that took over the name meanwhile is another entry, and stays. */
    private void dropEnded() {
        Iterator<Entry> soonest = byEnd.iterator();
        while (soonest.hasNext()) {
            Entry entry = soonest.next();
            if (isHeld(entry)) {
                return;
            }
            leases.remove(entry.name(), entry);
            soonest.remove();
        }
    }

    /**
     * @param endsAt in the clock's nanoseconds
     */
    private record Entry(LockName name, String owner, long endsAt) implements Comparable<Entry> {

        @Override
        public int compareTo(Entry other) {
            int byEnd = Long.signum(endsAt - other.endsAt); // only differences of the clock mean anything
            return byEnd != 0 ? byEnd : owner.compareTo(other.owner);
        }
    }

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
