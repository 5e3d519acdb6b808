package dev.lockrace.servers.host;

import dev.lockrace.servers.process.Commands;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * How a {@link ServerHost} is launched.
 *
 * @param java the {@code java} executable
 * @param classPath what this module and its dependencies are on
 * @param folder what the servers keep; must be empty or not there, is deleted at the end
 * @param cache what is kept for the next time, shared among hosts
 * @param log where the host's standard error goes, outside of the folder; appended to
 * @param servers which: {@code postgresql}, {@code amqp}, {@code memcached}, {@code redis}; or {@code
 *     machine-memcached}, {@code infinispan-memcached} or {@code durable-redis} to leave no choice
 * @param limit how long all together may take to be up
 */
public record HostLaunch(
        Path java, String classPath, Path folder, Path cache, Path log, List<String> servers, Duration limit) {

    /** How long servers may take to be up, also on a machine that is busy and has to unpack them first. */
    public static final Duration LIMIT = Duration.ofMinutes(3);

    private static final List<String> JVM = List.of(
            "-XX:-UsePerfData", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xms64m", "-Xmx192m", "-Xshare:auto");

    /** With this JVM's own executable and class path, and the default limit. */
    public static HostLaunch ofThisJvm(Path folder, Path cache, Path log, String... servers) {
        return new HostLaunch(
                Path.of(System.getProperty("java.home"), "bin", "java"),
                System.getProperty("java.class.path"),
                folder,
                cache,
                log,
                List.of(servers),
                LIMIT);
    }

    public HostLaunch {
        servers = List.copyOf(servers);
    }

    Path temporary() {
        return folder.resolve(HostDirectory.TEMPORARY).toAbsolutePath();
    }

    List<String> command() {
        List<String> command = new ArrayList<>(List.of(java.toString()));
        command.addAll(JVM);
        command.add("-Djava.io.tmpdir=" + temporary());
        command.add("-Dlogback.configurationFile=dev/lockrace/servers/process/host-logback.xml");
        Collections.addAll(command, "-cp", classPath, ServerHost.class.getName());
        Collections.addAll(command, "--folder", folder.toString(), "--cache", cache.toString());
        command.addAll(servers);
        return Commands.detached(command);
    }
}
