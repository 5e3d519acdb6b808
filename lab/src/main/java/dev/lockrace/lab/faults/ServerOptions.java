package dev.lockrace.lab.faults;

import dev.lockrace.lab.cli.InvalidOptionException;
import dev.lockrace.lab.cli.Progress;
import dev.lockrace.lab.cli.WorkDirectory;
import dev.lockrace.lab.testbed.server.DockerServers;
import dev.lockrace.lab.testbed.server.EmbeddedServers;
import dev.lockrace.lab.testbed.server.ExternalServers;
import dev.lockrace.lab.testbed.server.Servers;
import dev.lockrace.race.RaceBackend;
import dev.lockrace.servers.Endpoint;
import java.util.Collection;
import java.util.EnumMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options that select the servers, and the endpoints of external ones. */
final class ServerOptions {

    /** The kinds of servers. */
    enum Kind {
        embedded,
        docker,
        external
    }

    @Option(
            names = "--servers",
            paramLabel = "KIND",
            description = "embedded: from Maven's repository; docker: the real images, by docker compose; external: the"
                    + " servers of the next options (default: ${DEFAULT-VALUE}).")
    private Kind kind = Kind.embedded;

    @Option(
            names = "--database",
            paramLabel = "URI",
            defaultValue = "${env:LOCKRACE_EXTERNAL_DATABASE}",
            description =
                    "External: the event database, which must be empty: postgresql://user:password@host:port/database.")
    private @Nullable String database;

    @Option(
            names = "--lock-database",
            paramLabel = "URI",
            defaultValue = "${env:LOCKRACE_EXTERNAL_LOCK_DATABASE}",
            description = "External: the database of the lock table (default: that of --database).")
    private @Nullable String lockDatabase;

    @Option(
            names = "--broker",
            paramLabel = "URI",
            defaultValue = "${env:LOCKRACE_EXTERNAL_BROKER}",
            description = "External: amqp://user:password@host:port.")
    private @Nullable String broker;

    @Option(
            names = "--memcached",
            paramLabel = "URI",
            defaultValue = "${env:LOCKRACE_EXTERNAL_MEMCACHED}",
            description = "External: memcached://host:port.")
    private @Nullable String memcached;

    @Option(
            names = "--redis",
            paramLabel = "URI",
            defaultValue = "${env:LOCKRACE_EXTERNAL_REDIS}",
            description =
                    "External: redis://user:password@host:port. Since all users of a machine can read arguments, each"
                            + " URI can be set in the environment instead, for example in LOCKRACE_EXTERNAL_REDIS.")
    private @Nullable String redis;

    /**
     * Checks the options before a server is started.
     *
     * @throws InvalidOptionException if an endpoint is missing, malformed or not used
     */
    void check(Collection<RaceBackend> backends) {
        if (kind == Kind.external) {
            external(backends);
        } else if (database != null || lockDatabase != null || broker != null || memcached != null || redis != null) {
            throw new InvalidOptionException("Endpoints of servers need --servers external, was: --servers " + kind);
        }
    }

    /**
     * Starts the servers. External servers are already running.
     *
     * @param stepClocks whether the clocks of the lock servers will be stepped
     */
    Servers start(WorkDirectory work, Collection<RaceBackend> backends, boolean stepClocks, Progress progress) {
        return switch (kind) {
            case embedded -> EmbeddedServers.start(work, backends, stepClocks, progress);
            case docker -> DockerServers.start(work, progress);
            case external -> external(backends);
        };
    }

    private ExternalServers external(Collection<RaceBackend> backends) {
        Map<RaceBackend, Endpoint> locks = new EnumMap<>(RaceBackend.class);
        for (RaceBackend backend : backends) {
            switch (backend) {
                case LOCAL -> {
                    // has no lock server
                }
                case DATABASE ->
                    locks.put(
                            backend,
                            lockDatabase == null
                                    ? endpoint("--database", "postgresql", database)
                                    : endpoint("--lock-database", "postgresql", lockDatabase));
                case MEMCACHED -> locks.put(backend, endpoint("--memcached", "memcached", memcached));
                case REDIS -> locks.put(backend, endpoint("--redis", "redis", redis));
            }
        }
        return new ExternalServers(
                endpoint("--database", "postgresql", database), endpoint("--broker", "amqp", broker), locks);
    }

    private static Endpoint endpoint(String option, String scheme, @Nullable String uri) {
        if (uri == null) {
            throw new InvalidOptionException("--servers external needs %s for the selected backends".formatted(option));
        }
        return ServerUri.endpoint(option, scheme, uri);
    }
}
