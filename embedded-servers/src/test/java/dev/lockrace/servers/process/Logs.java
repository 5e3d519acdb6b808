package dev.lockrace.servers.process;

import java.nio.file.Path;

/** The logs of servers that run in a test. */
public final class Logs {

    private Logs() {}

    /** Returns the log beside the server's directory. */
    public static Path of(Path directory) {
        return directory.resolveSibling(directory.getFileName() + ".log");
    }
}
