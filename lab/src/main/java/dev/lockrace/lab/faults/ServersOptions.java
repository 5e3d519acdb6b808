package dev.lockrace.lab.faults;

import dev.lockrace.lab.faults.scene.DockerFaultServers;
import dev.lockrace.lab.faults.scene.EmbeddedFaultServers;
import dev.lockrace.lab.faults.scene.ExternalFaultServers;
import dev.lockrace.lab.faults.scene.FaultServers;
import dev.lockrace.lab.progress.Progress;
import dev.lockrace.lab.stack.WorkFolder;
import dev.lockrace.race.RaceBackend;
import dev.lockrace.servers.Endpoint;
import java.util.Collection;
import java.util.EnumMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which servers to use, and where they are when they are the caller's own. */
final class ServersOptions {

    /** The kinds of servers. */
    enum Kind {
        embedded,
        docker,
        external
    }

    /** An option is missing or wrong; the message says which, and what it must be. */
    static final class WrongOptionException extends RuntimeException {

        WrongOptionException(String message) {
            super(message);
        }
    }

    @Option(
            names = "--servers",
            paramLabel = "KIND",
            description =
                    "embedded: from Maven's repository; docker: the real images, by docker compose; external: those"
                            + " that the next options name (default: ${DEFAULT-VALUE}).")
    private Kind kind = Kind.embedded;

    @Option(
            names = "--database",
            paramLabel = "URI",
            defaultValue = "${env:LOCKRACE_EXTERNAL_DATABASE}",
            description = "External: postgresql://user:password@host:port/database, an empty one, for the record.")
    private @Nullable String database;

    @Option(
            names = "--lock-database",
            paramLabel = "URI",
            defaultValue = "${env:LOCKRACE_EXTERNAL_LOCK_DATABASE}",
            description = "External: likewise, for the locks' table (default: that of --database).")
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
            description = "External: redis://user:password@host:port. Each URI may stand in the environment instead, as"
                    + " LOCKRACE_EXTERNAL_REDIS and so on: arguments can be read by all users of a machine.")
    private @Nullable String redis;

    /** A problem that can be seen before anything is started. */
    void check(Collection<RaceBackend> backends) {
        if (kind == Kind.external) {
            external(backends);
        } else if (database != null || lockDatabase != null || broker != null || memcached != null || redis != null) {
            throw new WrongOptionException("Addresses of servers go with --servers external, was: --servers " + kind);
        }
    }

    /** Starts what is to be started. */
    FaultServers start(WorkFolder work, Collection<RaceBackend> backends, Progress progress) {
        return switch (kind) {
            case embedded -> EmbeddedFaultServers.start(work, backends, progress);
            case docker -> DockerFaultServers.start(work, progress);
            case external -> external(backends);
        };
    }

    private ExternalFaultServers external(Collection<RaceBackend> backends) {
        Map<RaceBackend, Endpoint> locks = new EnumMap<>(RaceBackend.class);
        for (RaceBackend backend : backends) {
            switch (backend) {
                case LOCAL -> {
                    // Needs none.
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
        return new ExternalFaultServers(
                endpoint("--database", "postgresql", database), endpoint("--broker", "amqp", broker), locks);
    }

    private static Endpoint endpoint(String option, String scheme, @Nullable String uri) {
        if (uri == null) {
            throw new WrongOptionException("--servers external needs %s for what is to be raced on".formatted(option));
        }
        return ServerUri.endpoint(option, scheme, uri);
    }
}
