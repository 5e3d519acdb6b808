package dev.lockrace.servers.host;

import dev.lockrace.servers.process.ChildJvm;
import dev.lockrace.servers.process.Commands;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * The parameters for launching a {@link ServerHost}.
 *
 * @param jvm the JVM of the host, with this module and its dependencies on its class path
 * @param directory the directory for the servers' data; must be empty or missing, deleted when the host exits
 * @param cache the directory of unpacked programs, which is kept and shared by all hosts
 * @param log the file that the host's standard error is appended to, outside of the directory
 * @param servers the names of the servers: {@code postgresql}, {@code amqp}, {@code memcached}, {@code redis}; or
 *     {@code machine-memcached}, {@code infinispan-memcached}, {@code durable-redis} to select an implementation
 * @param startTimeout the timeout for starting all servers
 */
public record HostLaunch(
        ChildJvm jvm, Path directory, Path cache, Path log, List<String> servers, Duration startTimeout) {

    /** Long enough for a busy machine that first has to unpack the servers. */
    private static final Duration DEFAULT_START_TIMEOUT = Duration.ofMinutes(3);

    private static final String MAX_HEAP = "192m";

    /** Creates the parameters with this JVM's executable and class path, and the default timeout. */
    public static HostLaunch ofThisJvm(Path directory, Path cache, Path log, String... servers) {
        return new HostLaunch(ChildJvm.likeThisJvm(), directory, cache, log, List.of(servers), DEFAULT_START_TIMEOUT);
    }

    public HostLaunch {
        servers = List.copyOf(servers);
    }

    Path temporaryDirectory() {
        return directory.resolve(HostDirectory.TEMPORARY).toAbsolutePath();
    }

    List<String> command() {
        List<String> arguments =
                new ArrayList<>(List.of("--directory", directory.toString(), "--cache", cache.toString()));
        arguments.addAll(servers);
        return Commands.detached(
                jvm.command(MAX_HEAP, temporaryDirectory(), ServerHost.class, arguments.toArray(String[]::new)));
    }
}
