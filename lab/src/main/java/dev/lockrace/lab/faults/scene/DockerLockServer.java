package dev.lockrace.lab.faults.scene;

import dev.lockrace.servers.Endpoint;
import java.util.concurrent.atomic.AtomicBoolean;

/** A lock server in a container. */
record DockerLockServer(Compose compose, String service, Endpoint endpoint, String description) implements LockServer {

    @Override
    public void kill() {
        compose.kill(service);
    }

    @Override
    public void forgetData() {
        compose.remove(service);
    }

    @Override
    public void start() {
        compose.up(service);
    }

    @Override
    public Thaw freeze() {
        compose.pause(service);
        AtomicBoolean thawed = new AtomicBoolean();
        return () -> {
            if (thawed.compareAndSet(false, true)) {
                compose.unpause(service);
            }
        };
    }

    @Override
    public void flush() {
        Flush.all(service, endpoint);
    }
}
