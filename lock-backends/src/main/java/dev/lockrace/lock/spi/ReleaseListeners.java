package dev.lockrace.lock.spi;

import dev.lockrace.lock.LockBackend;
import dev.lockrace.lock.LockBackend.Subscription;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/**
 * Who wants to hear of which lock's being freed: for {@linkplain LockBackend#subscribe backends} that can tell. Keeps
 * nothing about a lock that nobody waits for. Safe for use by many threads.
 *
 * @param <K> how the backend names a lock
 */
public final class ReleaseListeners<K> {

    private final ConcurrentHashMap<K, Set<Listener>> byKey = new ConcurrentHashMap<>();
    private final Consumer<K> lastGone;

    public ReleaseListeners() {
        this(key -> {});
    }

    /**
     * @param lastGone told of a lock that nobody listens for any more, before the next can begin to; must not block
     */
    public ReleaseListeners(Consumer<K> lastGone) {
        this.lastGone = lastGone;
    }

    /** Adds a listener, until the subscription is closed. */
    public Subscription add(K key, Runnable freed) {
        Listener listener = new Listener(key, freed);
        byKey.compute(key, (it, listeners) -> {
            Set<Listener> all = listeners == null ? ConcurrentHashMap.newKeySet() : listeners;
            all.add(listener);
            return all;
        });
        return listener;
    }

    /** Tells all who listen for that lock; does not block. */
    public void freed(K key) {
        byKey.getOrDefault(key, Set.of()).forEach(listener -> listener.freed.run());
    }

    /** Tells all who listen for any lock, when something may have been missed. */
    public void anyFreed() {
        byKey.values().forEach(listeners -> listeners.forEach(listener -> listener.freed.run()));
    }

    /** Whether nobody listens. */
    public boolean isEmpty() {
        return byKey.isEmpty();
    }

    /** One listener; equal to no other, though the same signal may listen twice. */
    private final class Listener implements Subscription {

        private final K key;
        private final Runnable freed;

        private Listener(K key, Runnable freed) {
            this.key = key;
            this.freed = freed;
        }

        @Override
        public void close() {
            byKey.computeIfPresent(key, (it, listeners) -> {
                boolean wasLast = listeners.remove(this) && listeners.isEmpty();
                if (wasLast) {
                    lastGone.accept(key);
                }
                return listeners.isEmpty() ? null : listeners;
            });
        }
    }
}
