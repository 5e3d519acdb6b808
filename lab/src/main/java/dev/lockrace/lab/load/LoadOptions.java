package dev.lockrace.lab.load;

import dev.lockrace.lab.cli.BackendConverter;
import dev.lockrace.lab.cli.InvalidOptionException;
import dev.lockrace.lab.cli.OptionRange;
import dev.lockrace.lab.cli.Progress;
import dev.lockrace.lab.cli.WorkDirectory;
import dev.lockrace.lab.testbed.server.DockerServers;
import dev.lockrace.lab.testbed.server.EmbeddedServers;
import dev.lockrace.lab.testbed.server.Servers;
import dev.lockrace.race.RaceBackend;
import java.util.List;
import picocli.CommandLine.Option;

/** The options of the subcommands that publish many tasks. */
public final class LoadOptions {

    private static final OptionRange<Integer> WORKERS = new OptionRange<>("--workers", 2, 20);

    /** The kinds of servers. */
    enum Kind {
        embedded,
        docker
    }

    @Option(
            names = "--workers",
            paramLabel = "N",
            description = "Worker processes, 2 to 20 (default: ${DEFAULT-VALUE}).")
    private int workers = 4;

    @Option(
            names = "--backend",
            paramLabel = "NAME",
            converter = BackendConverter.class,
            description = "The lock's backend: database, memcached or redis (default: database).")
    private RaceBackend backend = RaceBackend.DATABASE;

    @Option(
            names = "--servers",
            paramLabel = "KIND",
            description = "embedded: from Maven's repository; docker: the real images, by docker compose (default:"
                    + " ${DEFAULT-VALUE}).")
    private Kind kind = Kind.embedded;

    @Option(names = "--json", description = "Print only JSON on standard output.")
    private boolean json;

    /**
     * Checks the options.
     *
     * @throws InvalidOptionException if an option has a value that no subcommand accepts
     */
    public void check() {
        if (backend == RaceBackend.LOCAL) {
            throw new InvalidOptionException("--backend must be database, memcached or redis, was: local");
        }
        WORKERS.check(workers);
    }

    /**
     * Starts the servers. Blocks until they are running.
     *
     * @throws dev.lockrace.lab.cli.LabException if a server does not start; nothing is left running then
     */
    public Servers startServers(WorkDirectory work, Progress progress) {
        return switch (kind) {
            case embedded -> EmbeddedServers.start(work, List.of(backend), progress);
            case docker -> DockerServers.start(work, progress);
        };
    }

    public int workers() {
        return workers;
    }

    public RaceBackend backend() {
        return backend;
    }

    /** Returns whether the servers run in containers. */
    public boolean isDocker() {
        return kind == Kind.docker;
    }

    public boolean json() {
        return json;
    }
}
