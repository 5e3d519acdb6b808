package dev.lockrace.servers;

import java.nio.file.Path;
import java.util.List;

/** {@link InfinispanMemcachedServer} as a process of its own, with this JVM's class path. */
final class InfinispanMemcachedProcess extends GuardedServer {

    InfinispanMemcachedProcess(Path folder) {
        super(EmbeddedServers.MEMCACHED, folder, "KILL", "KILL"); // it has nothing to save
    }

    @Override
    List<String> prepare(int port) {
        return List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:-UsePerfData",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Xmx128m",
                "-Djava.io.tmpdir=" + folder(),
                "-Dlogback.configurationFile=dev/lockrace/servers/host-logback.xml",
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
    boolean isReady(int port, long pid) {
        return MemcachedVersion.ask(port).isPresent();
    }

    @Override
    String describe(int port) {
        return InfinispanMemcachedServer.DESCRIPTION;
    }

    @Override
    Endpoint endpointAt(int port) {
        return Endpoint.open(port);
    }
}
