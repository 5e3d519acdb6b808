package dev.lockrace.lab.testbed.server;

import dev.lockrace.servers.Endpoint;
import dev.lockrace.servers.process.MemoryPressure;
import java.time.Duration;

/** A lock server that clients use and that the lab can neither start nor break. */
record UncontrolledLockServer(Endpoint endpoint) implements LockServer {

    @Override
    public String description() {
        return endpoint.toString();
    }

    @Override
    public void kill() {
        throw unsupported();
    }

    @Override
    public void deleteData() {
        throw unsupported();
    }

    @Override
    public void start() {
        throw unsupported();
    }

    @Override
    public Pause pause() {
        throw unsupported();
    }

    @Override
    public void flush() {
        throw unsupported();
    }

    @Override
    public MemoryPressure fillMemory() {
        throw unsupported();
    }

    @Override
    public void stepClock(Duration offset) {
        throw unsupported();
    }

    private UnsupportedOperationException unsupported() {
        return new UnsupportedOperationException("The lab does not control the lock server at %s".formatted(endpoint));
    }
}
