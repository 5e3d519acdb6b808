package dev.lockrace.servers.memcached;

import dev.lockrace.servers.Endpoint;
import dev.lockrace.servers.process.ChildJvm;
import dev.lockrace.servers.process.GuardedServer;
import java.nio.file.Path;
import java.util.List;

/** {@link InfinispanMemcachedServer} in its own process, with this JVM's class path. */
final class InfinispanMemcachedProcess extends GuardedServer {

    InfinispanMemcachedProcess(Path directory) {
        super("memcached", directory, "KILL", "KILL"); // has no data to save
    }

    @Override
    protected List<String> prepare(int port) {
        return ChildJvm.likeThisJvm()
                .command("128m", directory(), InfinispanMemcachedProcess.class, String.valueOf(port));
    }

    /** Runs the server in the child process. */
    public static void main(String[] arguments) throws InterruptedException {
        new InfinispanMemcachedServer().launch(Integer.parseInt(arguments[0]));
        Thread.currentThread().join(); // until a signal ends the process
    }

    @Override
    protected boolean isReady(int port, long pid) {
        return MemcachedVersion.of(port).isPresent();
    }

    @Override
    protected String describe(int port) {
        return InfinispanMemcachedServer.DESCRIPTION;
    }

    @Override
    protected Endpoint endpointAt(int port) {
        return Endpoint.withoutUser(port);
    }
}
