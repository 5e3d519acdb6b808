package dev.lockrace.servers.pgbouncer;

import dev.lockrace.servers.Endpoint;
import dev.lockrace.servers.ServerProcess;
import dev.lockrace.servers.process.Commands;
import dev.lockrace.servers.process.GuardedServer;
import dev.lockrace.servers.process.Ports;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * The PgBouncer that is installed on this machine, in transaction mode: it assigns a connection to PostgreSQL to each
 * transaction of a client. It gives a connection that became free to the next transaction.
 */
public final class PgBouncerServer extends GuardedServer {

    /** Where Debian, Fedora and Homebrew install the program. The root POM has the same list. */
    private static final List<String> PROGRAMS =
            List.of("/usr/sbin/pgbouncer", "/usr/bin/pgbouncer", "/opt/homebrew/bin/pgbouncer");

    /** PgBouncer refuses to run as root. */
    private static final String UNPRIVILEGED_USER = "nobody";

    private final Supplier<Endpoint> database;
    private final List<String> users;

    /**
     * Creates a pooler, which is started after its database.
     *
     * @param directory the server's directory, deleted on {@link #close}
     * @param database returns the endpoint of the running PostgreSQL
     * @param users further users of PostgreSQL, with the password of the endpoint's user
     */
    public static ServerProcess inFrontOf(Path directory, Supplier<Endpoint> database, List<String> users) {
        return new PgBouncerServer(directory, database, users);
    }

    private PgBouncerServer(Path directory, Supplier<Endpoint> database, List<String> users) {
        // It has no data to save. The meaning of its other signals depends on the version.
        super("pgbouncer", directory, "KILL", "KILL");
        this.database = database;
        this.users = users;
    }

    /** Returns whether PgBouncer is installed on this machine. */
    public static boolean isAvailable() {
        return installed().isPresent();
    }

    private static Optional<Path> installed() {
        return PROGRAMS.stream().map(Path::of).filter(Files::isExecutable).findFirst();
    }

    private static Path program() throws IOException {
        return installed()
                .orElseThrow(() -> new IOException("PgBouncer is not installed (Debian: apt-get install pgbouncer);"
                        + " expected one of " + PROGRAMS));
    }

    @Override
    protected List<String> prepare(int port) throws IOException {
        Path configuration = PgBouncerFiles.write(directory(), port, database.get(), users, List.of());
        List<String> command = new ArrayList<>(List.of(program().toString()));
        if (System.getProperty("user.name").equals("root")) {
            command.addAll(List.of("-u", UNPRIVILEGED_USER));
        }
        command.add(configuration.toString());
        return command;
    }

    @Override
    protected boolean isReady(int port, long pid) {
        return Ports.accepts(port);
    }

    @Override
    protected String describe(int port) throws IOException, InterruptedException {
        return Commands.run(List.of(program().toString(), "--version"))
                .lines()
                .findFirst()
                .orElse("PgBouncer");
    }

    @Override
    protected Endpoint endpointAt(int port) {
        return PgBouncerFiles.endpoint(port, database.get());
    }
}
