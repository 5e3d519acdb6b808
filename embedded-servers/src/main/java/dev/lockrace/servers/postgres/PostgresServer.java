package dev.lockrace.servers.postgres;

import dev.lockrace.servers.Endpoint;
import dev.lockrace.servers.ServerProcess;
import dev.lockrace.servers.process.Commands;
import dev.lockrace.servers.process.Directories;
import dev.lockrace.servers.process.DirectoryCache;
import dev.lockrace.servers.process.GuardedServer;
import dev.lockrace.servers.process.Passwords;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * PostgreSQL in its own process, with its data in the subdirectory {@code data}.
 *
 * <p>The data directory is a copy of a template in the cache, which {@code initdb} creates once with a random password.
 */
public final class PostgresServer extends GuardedServer {

    private static final String USER = "postgres";
    private static final int STATUS_LINE = 7;
    private static final Set<String> READY = Set.of("ready", "standby");

    private final DirectoryCache cache;
    private final Path data;
    private final boolean replicated;
    private final @Nullable Endpoint primary;
    private @Nullable PostgresPrograms programs;
    private volatile String databasePassword = "";

    /**
     * Creates a PostgreSQL server. Root and other users can run it.
     *
     * @param directory the server's directory, deleted on {@link #close}
     * @param cache the directory of unpacked programs and template databases, shared by all processes
     */
    public static ServerProcess create(Path directory, Path cache) {
        return new PostgresServer(directory, cache, false, null);
    }

    /** Creates a server like {@link #create}, which a {@link #standby} can follow. */
    public static ServerProcess primary(Path directory, Path cache) {
        return new PostgresServer(directory, cache, true, null);
    }

    /**
     * Creates a standby, which is read-only until it is promoted. Its data begin with the same template, so it needs no
     * copy of them.
     *
     * @param primary a server that was started by {@link #primary} with the same cache
     */
    public static ServerProcess standby(Path directory, Path cache, Endpoint primary) {
        return new PostgresServer(directory, cache, true, primary);
    }

    private PostgresServer(Path directory, Path cache, boolean replicated, @Nullable Endpoint primary) {
        // SIGINT is PostgreSQL's fast shutdown, SIGQUIT its immediate one.
        super("postgresql", directory, "INT", "QUIT");
        this.cache = new DirectoryCache(cache);
        this.data = directory().resolve("data");
        this.replicated = replicated;
        this.primary = primary;
    }

    @Override
    protected List<String> prepare(int port) throws IOException, InterruptedException {
        Path home = PostgresBinaries.unpacked(cache);
        PostgresPrograms installed = PostgresPrograms.in(home);
        programs = installed;
        Path template = cache.getOrCreate(templateName(home), empty -> initialize(installed, empty));
        databasePassword = Files.readString(template.resolve("password"));
        if (!Files.exists(data)) {
            Path copy = directory().resolve("data.copying");
            Directories.delete(copy);
            Directories.copy(template.resolve("data"), copy);
            follow(primary, copy);
            Files.move(copy, data);
        }
        List<String> arguments = new ArrayList<>(List.of("-D", data.toString()));
        arguments.addAll(PostgresSettings.arguments(port, replicated));
        return installed.command("postgres", arguments);
    }

    private static void follow(@Nullable Endpoint primary, Path data) throws IOException {
        if (primary == null) {
            return;
        }
        Files.createFile(data.resolve("standby.signal"));
        Files.writeString(
                data.resolve("postgresql.auto.conf"), // not in the arguments, which other users can read
                "primary_conninfo = 'host=%s port=%d user=%s password=%s'%n"
                        .formatted(primary.host(), primary.port(), primary.user(), primary.password()),
                StandardOpenOption.APPEND);
    }

    /** One template per user: PostgreSQL requires that only its user can read the data. */
    private static String templateName(Path home) {
        return home.getFileName() + "-new-" + System.getProperty("user.name");
    }

    private static void initialize(PostgresPrograms installed, Path template) throws IOException, InterruptedException {
        Path password = template.resolve("password");
        Files.createFile(password, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(password, Passwords.random());
        Commands.run(installed.command(
                "initdb",
                List.of(
                        "--pgdata=" + template.resolve("data"),
                        "--username=" + USER,
                        "--pwfile=" + password,
                        "--auth=password",
                        "--encoding=UTF8",
                        "--locale=C",
                        "--no-sync",
                        "--no-instructions")));
    }

    /** Reads the process id and the status from PostgreSQL's pid file, as {@code pg_ctl} does. */
    @Override
    protected boolean isReady(int port, long pid) {
        try {
            List<String> lines = Files.readAllLines(data.resolve("postmaster.pid"));
            return lines.size() > STATUS_LINE
                    && lines.get(0).strip().equals(Long.toString(pid))
                    && READY.contains(lines.get(STATUS_LINE).strip());
        } catch (IOException notYet) {
            return false;
        }
    }

    @Override
    protected String describe(int port) throws IOException, InterruptedException {
        PostgresPrograms installed = programs;
        return "PostgreSQL " + (installed == null ? "" : installed.version());
    }

    @Override
    protected Endpoint endpointAt(int port) {
        return Endpoint.postgresql(port, "postgres", USER, databasePassword);
    }
}
