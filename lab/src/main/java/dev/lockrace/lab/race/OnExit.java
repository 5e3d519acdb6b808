package dev.lockrace.lab.race;

import java.util.concurrent.atomic.AtomicBoolean;

/** Closes something once: at the end of a block, or when the JVM is told to end before that. */
public final class OnExit<T extends AutoCloseable> implements AutoCloseable {

    private final T resource;
    private final AtomicBoolean closed = new AtomicBoolean();

    public OnExit(T resource) {
        this.resource = resource;
        Runtime.getRuntime().addShutdownHook(new Thread(this::close, "close-on-exit"));
    }

    public T get() {
        return resource;
    }

    @Override
    public void close() {
        if (closed.compareAndSet(false, true)) {
            try {
                resource.close();
            } catch (Exception e) {
                throw new IllegalStateException("Could not close " + resource, e);
            }
        }
    }
}
