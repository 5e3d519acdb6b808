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
    private final Consumer<K> onFirstAdded;
    private final Consumer<K> onLastClosed;

    /** Creates a registry without callbacks. */
    public ReleaseListeners() {
        this(key -> {}, key -> {});
    }

    /**
     * Creates a registry. Calls of the callbacks for one lock alternate and do not overlap. They must not block, and
     * must not call this registry.
     *
     * @param onFirstAdded called when a lock gets its first listener, just before that listener can be notified
     * @param onLastClosed called when the last listener of a lock is closed
     */
    public ReleaseListeners(Consumer<K> onFirstAdded, Consumer<K> onLastClosed) {
        this.onFirstAdded = onFirstAdded;
        this.onLastClosed = onLastClosed;
    }

    /** Adds a listener, which stays until the subscription is closed. */
    public Subscription add(K key, Runnable onRelease) {
        Listener listener = new Listener(key, onRelease);
        byKey.compute(key, (it, listeners) -> {
            Set<Listener> all = listeners == null ? ConcurrentHashMap.newKeySet() : listeners;
            all.add(listener);
            if (listeners == null) {
                onFirstAdded.accept(key);
            }
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
