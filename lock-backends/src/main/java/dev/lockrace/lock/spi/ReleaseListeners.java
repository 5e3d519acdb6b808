package dev.lockrace.lock.spi;

import dev.lockrace.lock.LockBackend;
import dev.lockrace.lock.LockBackend.Subscription;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/**
 * A registry of listeners to releases, for {@linkplain LockBackend#subscribe backends} with notifications. Keeps no
 * state for locks without listeners. Safe for use by multiple threads.
 *
 * @param <K> the backend's key of a lock
 */
public final class ReleaseListeners<K> {

    private final ConcurrentHashMap<K, Set<Listener>> byKey = new ConcurrentHashMap<>();
    private final Consumer<K> onLastClosed;

    /** Creates a registry without a callback. */
    public ReleaseListeners() {
        this(key -> {});
    }

    /**
     * Creates a registry.
     *
     * @param onLastClosed called when the last listener of a lock is closed, before another can be added to it; must
     *     not block
     */
    public ReleaseListeners(Consumer<K> onLastClosed) {
        this.onLastClosed = onLastClosed;
    }

    /** Adds a listener, which stays until the subscription is closed. */
    public Subscription add(K key, Runnable onRelease) {
        Listener listener = new Listener(key, onRelease);
        byKey.compute(key, (it, listeners) -> {
            Set<Listener> all = listeners == null ? ConcurrentHashMap.newKeySet() : listeners;
            all.add(listener);
            return all;
        });
        return listener;
    }

    /** Notifies the listeners of this lock. Does not block. */
    public void released(K key) {
        byKey.getOrDefault(key, Set.of()).forEach(listener -> listener.onRelease.run());
    }

    /** Notifies the listeners of all locks, after releases may have been missed. */
    public void anyReleased() {
        byKey.values().forEach(listeners -> listeners.forEach(listener -> listener.onRelease.run()));
    }

    /** Returns whether there are no listeners. */
    public boolean isEmpty() {
        return byKey.isEmpty();
    }

    /** A listener. Compared by identity, since one callback may be added twice. */
    private final class Listener implements Subscription {

        private final K key;
        private final Runnable onRelease;

        private Listener(K key, Runnable onRelease) {
            this.key = key;
            this.onRelease = onRelease;
        }

        @Override
        public void close() {
            byKey.computeIfPresent(key, (it, listeners) -> {
                boolean wasLast = listeners.remove(this) && listeners.isEmpty();
                if (wasLast) {
                    onLastClosed.accept(key);
                }
                return listeners.isEmpty() ? null : listeners;
            });
        }
    }
}
