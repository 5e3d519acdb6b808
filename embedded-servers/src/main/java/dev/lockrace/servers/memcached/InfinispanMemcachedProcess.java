package dev.lockrace.servers.memcached;

import dev.lockrace.servers.Endpoint;
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
        return List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:-UsePerfData",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Xmx128m",
                "-Djava.io.tmpdir=" + directory(),
                "-Dlogback.configurationFile=dev/lockrace/servers/process/child-jvm-logback.xml",
                "-cp",
                System.getProperty("java.class.path"),
                InfinispanMemcachedProcess.class.getName(),
                String.valueOf(port));
    }

    /** Runs the server in the child process. */
    public static void main(String[] arguments) throws InterruptedException {
        new InfinispanMemcachedServer().launch(Integer.parseInt(arguments[0]));
        Thread.currentThread().join(); // until a signal ends the process
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
        return Endpoint.withoutUser(port);
    }
}
