package dev.lockrace.servers.memcached;

import dev.lockrace.servers.Endpoint;
import dev.lockrace.servers.process.GuardedServer;
import java.nio.file.Path;
import java.util.List;

/** {@link InfinispanMemcachedServer} as a process of its own, with this JVM's class path. */
public final class InfinispanMemcachedProcess extends GuardedServer {

    public InfinispanMemcachedProcess(Path folder) {
        super("memcached", folder, "KILL", "KILL"); // it has nothing to save
    }

    @Override
    protected List<String> prepare(int port) {
        return List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:-UsePerfData",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Xmx128m",
                "-Djava.io.tmpdir=" + folder(),
                "-Dlogback.configurationFile=dev/lockrace/servers/process/host-logback.xml",
                "-cp",
                System.getProperty("java.class.path"),
                InfinispanMemcachedProcess.class.getName(),
                String.valueOf(port));
    }

    /** The process itself. */
    public static void main(String[] arguments) throws InterruptedException {
        new InfinispanMemcachedServer().launch(Integer.parseInt(arguments[0]));
        Thread.currentThread().join(); // for ever: it is ended by a signal
    }

    @Override
    protected boolean isReady(int port, long pid) {
        return MemcachedVersion.ask(port).isPresent();
    }

    @Override
    protected String describe(int port) {
        return InfinispanMemcachedServer.DESCRIPTION;
    }

    @Override
    protected Endpoint endpointAt(int port) {
        return Endpoint.open(port);
    }
}
