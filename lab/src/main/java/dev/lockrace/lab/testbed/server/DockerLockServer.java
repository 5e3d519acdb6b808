package dev.lockrace.lab.testbed.server;

import dev.lockrace.servers.Endpoint;
import dev.lockrace.servers.process.MemoryPressure;
import java.time.Duration;

/** A lock server in a container. */
record DockerLockServer(ComposeProject compose, String service, Endpoint endpoint, String description)
        implements LockServer {

    @Override
    public void kill() {
        compose.kill(service);
    }

    @Override
    public void deleteData() {
        compose.remove(service);
    }

    @Override
    public void start() {
        compose.up(service);
    }

    @Override
    public Pause pause() {
        compose.pause(service);
        return () -> compose.unpause(service);
    }

    @Override
    public void flush() {
        FlushCommand.send(service, endpoint);
    }

    @Override
    public MemoryPressure fillMemory() {
        return FilledMemory.of(service, endpoint);
    }

    @Override
    public void stepClock(Duration offset) {
        throw new UnsupportedOperationException("The containers share the clock of their machine");
    }
}
