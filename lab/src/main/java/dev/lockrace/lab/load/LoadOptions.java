package dev.lockrace.lab.load;

import dev.lockrace.lab.OptionChecks;
import dev.lockrace.lab.faults.scene.DockerFaultServers;
import dev.lockrace.lab.faults.scene.EmbeddedFaultServers;
import dev.lockrace.lab.faults.scene.FaultServers;
import dev.lockrace.lab.progress.Progress;
import dev.lockrace.lab.race.BackendConverter;
import dev.lockrace.lab.stack.WorkFolder;
import dev.lockrace.race.RaceBackend;
import java.util.List;
import picocli.CommandLine.Option;

/** The options of every command that sends many tasks. */
public final class LoadOptions {

    private static final int MIN_WORKERS = 2;
    private static final int MAX_WORKERS = 20;

    /** The kinds of servers. */
    enum Kind {
        embedded,
        docker
    }

    @Option(names = "--workers", paramLabel = "N", description = "Worker processes (default: ${DEFAULT-VALUE}).")
    private int workers = 4;

    @Option(
            names = "--backend",
            paramLabel = "NAME",
            converter = BackendConverter.class,
            description = "The lock: database, memcached or redis (default: database).")
    private RaceBackend backend = RaceBackend.DATABASE;

    @Option(
            names = "--servers",
            paramLabel = "KIND",
            description = "embedded: from Maven's repository; docker: the real images, by docker compose (default:"
                    + " ${DEFAULT-VALUE}).")
    private Kind kind = Kind.embedded;

    @Option(names = "--json", description = "Print JSON, and nothing else, on standard output.")
    private boolean json;

    /** Refuses what no command takes. */
    public void check(OptionChecks checks) {
        checks.that(backend != RaceBackend.LOCAL, "--backend must be database, memcached or redis, was: local");
        checks.range("--workers", MIN_WORKERS, MAX_WORKERS, workers);
    }

    /**
     * Starts the servers; blocks until they run.
     *
     * @throws dev.lockrace.lab.LabException if one does not start; none is left running then
     */
    public FaultServers startServers(WorkFolder work, Progress progress) {
        return switch (kind) {
            case embedded -> EmbeddedFaultServers.start(work, List.of(backend), progress);
            case docker -> DockerFaultServers.start(work, progress);
        };
    }

    public int workers() {
        return workers;
    }

    public RaceBackend backend() {
        return backend;
    }

    /** Whether the servers are in containers. */
    public boolean isDocker() {
        return kind == Kind.docker;
    }

    public boolean json() {
        return json;
    }
}
