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
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * PostgreSQL in its own process, with its data in the subdirectory {@code data}.
 *
 * <p>The data directory is a copy of a template in the cache, which {@code initdb} creates once with a random password.
 */
public final class PostgresServer extends GuardedServer {

    private static final String USER = "postgres";
    private static final int STATUS_LINE = 7;

    private final DirectoryCache cache;
    private final Path data;
    private @Nullable PostgresPrograms programs;
    private volatile String databasePassword = "";

    /**
     * Creates a PostgreSQL server. Root and other users can run it.
     *
     * @param directory the server's directory, deleted on {@link #close}
     * @param cache the directory of unpacked programs and template databases, shared by all processes
     */
    public static ServerProcess create(Path directory, Path cache) {
        return new PostgresServer(directory, cache);
    }

    private PostgresServer(Path directory, Path cache) {
        // SIGINT is PostgreSQL's fast shutdown, SIGQUIT its immediate one.
        super("postgresql", directory, "INT", "QUIT");
        this.cache = new DirectoryCache(cache);
        this.data = directory().resolve("data");
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
            Files.move(copy, data);
        }
        List<String> arguments = new ArrayList<>(List.of("-D", data.toString()));
        arguments.addAll(PostgresSettings.arguments(port));
        return installed.command("postgres", arguments);
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
                    && lines.get(STATUS_LINE).strip().equals("ready");
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
