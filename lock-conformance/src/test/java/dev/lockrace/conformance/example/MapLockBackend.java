package dev.lockrace.conformance.example;

import dev.lockrace.lock.Grant;
import dev.lockrace.lock.Guarantees;
import dev.lockrace.lock.Guarantees.ClockStep;
import dev.lockrace.lock.Guarantees.Eviction;
import dev.lockrace.lock.Guarantees.Failover;
import dev.lockrace.lock.Guarantees.Scope;
import dev.lockrace.lock.Guarantees.Waiting;
import dev.lockrace.lock.LockBackend;
import dev.lockrace.lock.LockName;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/** A minimal backend that keeps the contract: leases in a map, guarded by one monitor. */
final class MapLockBackend implements LockBackend {

    private final Map<LockName, Held> leases = new HashMap<>();

    @Override
    public String name() {
        return "map";
    }

    @Override
    public Guarantees guarantees() {
        return new Guarantees(
                Scope.PROCESS,
                "the JVM's monotonic clock",
                ClockStep.NO_EFFECT,
                Duration.ofNanos(1),
                Duration.ZERO,
                Duration.ofMillis(1),
                Duration.ofDays(1),
                false,
                false,
                Failover.NOT_APPLICABLE,
                Eviction.NEVER,
                Waiting.POLL,
                0,
                0,
                List.of());
    }

    @Override
    public synchronized Optional<Grant> tryAcquire(LockName name, String owner, Duration timeToLive, Duration timeout) {
        Held held = leases.get(name);
        if (held != null && held.isValid()) {
            return Optional.empty();
        }
        leases.put(name, Held.from(owner, timeToLive));
        return Optional.of(new MapGrant(name, owner));
    }

    @Override
    public synchronized boolean revoke(LockName name, String owner, Duration timeout) {
        return isHeldBy(name, owner) && leases.remove(name) != null;
    }

    @Override
    public void close() {
        // There is nothing to release.
    }

    private synchronized boolean renew(LockName name, String owner, Duration timeToLive) {
        return isHeldBy(name, owner) && leases.put(name, Held.from(owner, timeToLive)) != null;
    }

    private boolean isHeldBy(LockName name, String owner) {
        Held held = leases.get(name);
        return held != null && held.isValid() && held.owner.equals(owner);
    }

    private record Held(String owner, long endsAt) {

        static Held from(String owner, Duration timeToLive) {
            return new Held(owner, System.nanoTime() + timeToLive.toNanos());
        }

        boolean isValid() {
            return endsAt - System.nanoTime() > 0;
        }
    }

    private final class MapGrant implements Grant {

        private final LockName name;
        private final String owner;

        private MapGrant(LockName name, String owner) {
            this.name = name;
            this.owner = owner;
        }

        @Override
        public OptionalLong token() {
            return OptionalLong.empty();
        }

        @Override
        public boolean renew(Duration timeToLive, Duration timeout) {
            return MapLockBackend.this.renew(name, owner, timeToLive);
        }

        @Override
        public boolean release(Duration timeout) {
            return revoke(name, owner, timeout);
        }
    }
}
