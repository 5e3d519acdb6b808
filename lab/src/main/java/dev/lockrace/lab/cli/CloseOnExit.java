package dev.lockrace.lab.cli;

import java.util.concurrent.atomic.AtomicBoolean;

/** A resource that is closed once: at the end of a block, or when the JVM shuts down before that. */
public final class CloseOnExit<T extends AutoCloseable> implements AutoCloseable {

    private final T resource;
    private final AtomicBoolean closed = new AtomicBoolean();

    public CloseOnExit(T resource) {
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
                throw new IllegalStateException("Cannot close " + resource, e);
            }
        }
    }
}
