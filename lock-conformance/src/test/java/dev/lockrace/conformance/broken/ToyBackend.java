package dev.lockrace.conformance.broken;

import dev.lockrace.lock.Grant;
import dev.lockrace.lock.Guarantees;
import dev.lockrace.lock.Guarantees.Scope;
import dev.lockrace.lock.Guarantees.Waiting;
import dev.lockrace.lock.LockBackend;
import dev.lockrace.lock.LockName;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** A right lock with fencing tokens inside this process, each of whose parts can be broken. */
class ToyBackend implements LockBackend {

    final Map<String, Held> leases = new HashMap<>();
    long lastToken;

    /**
     * @param endsAt by {@link System#nanoTime()}
     */
    record Held(String owner, long endsAt) {

        boolean lasts() {
            return endsAt - System.nanoTime() > 0;
        }
    }

    @Override
    public String name() {
        return "toy";
    }

    @Override
    public Guarantees guarantees() {
        return new Guarantees(
                Scope.PROCESS,
                "this JVM's monotonic one",
                Duration.ofNanos(1),
                Duration.ZERO,
                Duration.ofMillis(1),
                Duration.ofDays(365),
                true,
                false,
                false,
                Waiting.POLL,
                0,
                0);
    }

    /** Under which the store knows that name. */
    String key(LockName name) {
        return name.value();
    }

    /** What the store makes of the time to live. */
    Duration stored(Duration timeToLive) {
        return timeToLive;
    }

    boolean mayAcquire(@Nullable Held held, String owner) {
        return held == null || !held.lasts();
    }

    boolean mayRenew(@Nullable Held held, String owner) {
        return held != null && held.lasts() && held.owner().equals(owner);
    }

    boolean mayRelease(@Nullable Held held, String owner) {
        return held != null && held.lasts() && held.owner().equals(owner);
    }

    boolean mayTakeBack(@Nullable Held held, String owner) {
        return held != null && held.lasts() && held.owner().equals(owner);
    }

    long nextToken() {
        return ++lastToken;
    }

    long tokenOf(long granted) {
        return granted;
    }

    @Override
    public Optional<Grant> tryAcquire(LockName name, String owner, Duration timeToLive, Duration timeout) {
        synchronized (this) {
            return mayAcquire(leases.get(key(name)), owner)
                    ? Optional.of(grant(name, owner, timeToLive))
                    : Optional.empty();
        }
    }

    final synchronized boolean isHeld(LockName name) {
        Held held = leases.get(key(name));
        return held != null && held.lasts();
    }

    final synchronized Grant grant(LockName name, String owner, Duration timeToLive) {
        put(name, owner, timeToLive);
        return new ToyGrant(name, owner, nextToken());
    }

    @Override
    public synchronized boolean takeBack(LockName name, String owner, Duration timeout) {
        boolean may = mayTakeBack(leases.get(key(name)), owner);
        if (may) {
            leases.remove(key(name));
        }
        return may;
    }

    private void put(LockName name, String owner, Duration timeToLive) {
        leases.put(
                key(name),
                new Held(owner, System.nanoTime() + stored(timeToLive).toNanos()));
    }

    private synchronized boolean renew(LockName name, String owner, Duration timeToLive) {
        boolean may = mayRenew(leases.get(key(name)), owner);
        if (may) {
            put(name, owner, timeToLive);
        }
        return may;
    }

    private synchronized boolean release(LockName name, String owner) {
        boolean may = mayRelease(leases.get(key(name)), owner);
        if (may) {
            leases.remove(key(name));
        }
        return may;
    }

    @Override
    public void close() {
        // Holds nothing but memory.
    }

    private final class ToyGrant implements Grant {

        private final LockName name;
        private final String owner;
        private final long token;

        private ToyGrant(LockName name, String owner, long token) {
            this.name = name;
            this.owner = owner;
            this.token = token;
        }

        @Override
        public OptionalLong token() {
            return OptionalLong.of(tokenOf(token));
        }

        @Override
        public boolean renew(Duration timeToLive, Duration timeout) {
            return ToyBackend.this.renew(name, owner, timeToLive);
        }

        @Override
        public boolean release(Duration timeout) {
            return ToyBackend.this.release(name, owner);
        }
    }
}
