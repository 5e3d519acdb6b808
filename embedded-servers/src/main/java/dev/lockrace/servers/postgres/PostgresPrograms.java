package dev.lockrace.servers.postgres;

import com.sun.security.auth.module.UnixSystem;
import dev.lockrace.servers.process.Commands;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * PostgreSQL's programs as commands.
 *
 * <p>They refuse to work for root. Root therefore runs them in a user namespace of its own ({@code unshare -U}), where
 * it has another number; on the disk they still are root.
 */
final class PostgresPrograms {

    private final Path home;
    private final List<String> prefix;

    private PostgresPrograms(Path home, List<String> prefix) {
        this.home = home;
        this.prefix = prefix;
    }

    /** @throws IOException when this is root and the machine refuses user namespaces */
    static PostgresPrograms in(Path home) throws IOException, InterruptedException {
        return new PostgresPrograms(home, new UnixSystem().getUid() == 0 ? userNamespace("unshare") : List.of());
    }

    static List<String> userNamespace(String unshare) throws IOException, InterruptedException {
        List<String> prefix = List.of(unshare, "-U");
        try {
            Commands.run(List.of(unshare, "-U", "true"));
        } catch (IOException e) {
            throw new IOException(
                    "PostgreSQL refuses to run as root, and 'unshare -U', which lets root run it, is refused here: run"
                            + " as an ordinary user, or allow this container user namespaces",
                    e);
        }
        return prefix;
    }

    List<String> command(String program, List<String> arguments) {
        List<String> command = new ArrayList<>(prefix);
        command.add(home.resolve("bin").resolve(program).toString());
        command.addAll(arguments);
        return command;
    }

    /** The version as people say it: {@code 18.6}. */
    String version() throws IOException, InterruptedException {
        String said = Commands.run(command("postgres", List.of("--version")));
        return said.substring(said.lastIndexOf(' ') + 1);
    }
}
