package dev.lockrace.lab.faults.scene;

import dev.lockrace.fault.process.ProcessPause;
import dev.lockrace.servers.Endpoint;
import dev.lockrace.servers.ServerProcess;

/** A lock server that is a process of this machine. */
record EmbeddedLockServer(ServerProcess server) implements LockServer {

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
    public Thaw freeze() {
        return ProcessPause.of(server.process())::close;
    }

    @Override
    public void flush() {
        Flush.all(server.name(), server.endpoint());
    }
}
