package dev.lockrace.servers.postgres;

import dev.lockrace.servers.Endpoint;
import dev.lockrace.servers.ServerProcess;
import dev.lockrace.servers.process.Cache;
import dev.lockrace.servers.process.Commands;
import dev.lockrace.servers.process.Directories;
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
 * PostgreSQL as a program, its data in {@code data} of its folder.
 *
 * <p>The data are copied from a cache, where {@code initdb} made them once, with their user's password.
 */
public final class PostgresServer extends GuardedServer {

    private static final String USER = "postgres";
    private static final int STATUS_LINE = 7;

    private final Cache cache;
    private final Path data;
    private @Nullable PostgresPrograms programs;
    private volatile String databasePassword = "";

    /**
     * Creates PostgreSQL as a process of its own, for root and for ordinary users.
     *
     * @param directory where its data are; see {@link dev.lockrace.servers.Server}
     * @param cache where its programs and a new database are kept, shared among processes
     */
    public static ServerProcess create(Path directory, Path cache) {
        return new PostgresServer(directory, cache);
    }

    private PostgresServer(Path folder, Path cache) {
        // SIGINT is PostgreSQL's fast shutdown, SIGQUIT its immediate one.
        super("postgresql", folder, "INT", "QUIT");
        this.cache = new Cache(cache);
        this.data = folder().resolve("data");
    }

    @Override
    protected List<String> prepare(int port) throws IOException, InterruptedException {
        Path home = PostgresBinaries.unpacked(cache);
        PostgresPrograms found = PostgresPrograms.in(home);
        programs = found;
        Path template = cache.folder(templateName(home), empty -> initialise(found, empty));
        databasePassword = Files.readString(template.resolve("password"));
        if (!Files.exists(data)) {
            Path copy = folder().resolve("data.copying");
            Directories.delete(copy);
            Directories.copy(template.resolve("data"), copy);
            Files.move(copy, data);
        }
        List<String> arguments = new ArrayList<>(List.of("-D", data.toString()));
        arguments.addAll(PostgresSettings.arguments(port));
        return found.command("postgres", arguments);
    }

    /** Of the user's own: PostgreSQL wants its data to be readable for nobody else. */
    private static String templateName(Path home) {
        return home.getFileName() + "-new-" + System.getProperty("user.name");
    }

    private void initialise(PostgresPrograms found, Path template) throws IOException, InterruptedException {
        Path password = template.resolve("password");
        Files.createFile(password, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(password, Passwords.random());
        Commands.run(found.command(
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

    /** As {@code pg_ctl} does: PostgreSQL writes its process id and its status into a file. */
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
        PostgresPrograms found = programs;
        return "PostgreSQL " + (found == null ? "" : found.version());
    }

    @Override
    protected Endpoint endpointAt(int port) {
        return Endpoint.database(port, "postgres", USER, databasePassword);
    }
}
