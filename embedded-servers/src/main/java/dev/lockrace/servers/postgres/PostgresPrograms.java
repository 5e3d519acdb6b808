package dev.lockrace.servers.postgres;

import com.sun.security.auth.module.UnixSystem;
import dev.lockrace.servers.process.Commands;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The command lines of PostgreSQL's programs.
 *
 * <p>The programs refuse to run as root. As root they are therefore run in a user namespace ({@code unshare -U}), where
 * they have another user id. They still access files as root.
 */
final class PostgresPrograms {

    private final Path home;
    private final List<String> prefix;

    private PostgresPrograms(Path home, List<String> prefix) {
        this.home = home;
        this.prefix = prefix;
    }

    /**
     * Creates the command lines of the programs in that directory.
     *
     * @throws IOException if the user is root and the machine refuses user namespaces
     */
    static PostgresPrograms in(Path home) throws IOException, InterruptedException {
        return new PostgresPrograms(home, new UnixSystem().getUid() == 0 ? userNamespace("unshare") : List.of());
    }

    static List<String> userNamespace(String unshare) throws IOException, InterruptedException {
        List<String> prefix = List.of(unshare, "-U");
        try {
            Commands.run(List.of(unshare, "-U", "true"));
        } catch (IOException e) {
            throw new IOException(
                    "PostgreSQL refuses to run as root, and this system refuses 'unshare -U', which works around that: run"
                            + " as another user, or allow user namespaces in this container",
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

    /** Returns the version, such as {@code 18.6}. */
    String version() throws IOException, InterruptedException {
        String output = Commands.run(command("postgres", List.of("--version")));
        return output.substring(output.lastIndexOf(' ') + 1);
    }
}
