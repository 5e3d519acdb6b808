package dev.lockrace.lab.testbed.server;

import dev.lockrace.fault.process.ProcessPause;
import dev.lockrace.servers.Endpoint;
import dev.lockrace.servers.ServerProcess;
import dev.lockrace.servers.process.MemoryPressure;
import java.time.Duration;
import java.util.function.Supplier;

/**
 * A lock server that runs as a process of this machine.
 *
 * @param newReplica creates another server of the same kind
 */
record EmbeddedLockServer(ServerProcess server, Supplier<ServerProcess> newReplica) implements LockServer {

    @Override
    public Endpoint endpoint() {
        return server.endpoint();
    }

    @Override
    public String description() {
        return server.description();
    }

    @Override
    public void kill() {
        server.kill();
    }

    @Override
    public void deleteData() {
        server.deleteData();
    }

    @Override
    public void start() {
        server.start();
    }

    @Override
    public Pause pause() {
        return ProcessPause.of(server.process())::close;
    }

    @Override
    public Replica startReplica() {
        return EmbeddedReplica.start(newReplica.get(), endpoint());
    }

    @Override
    public void flush() {
        FlushCommand.send(server.name(), server.endpoint());
    }

    @Override
    public MemoryPressure fillMemory() {
        return FilledMemory.of(server.name(), server.endpoint());
    }

    @Override
    public void stepClock(Duration offset) {
        server.stepClock(offset);
    }
}
