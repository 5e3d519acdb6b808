package dev.lockrace.servers.process;

import java.nio.file.Path;

/** The log files of servers under test. */
public final class ServerLogs {

    private ServerLogs() {}

    /** Returns the log beside the server's directory. */
    public static Path of(Path directory) {
        return directory.resolveSibling(directory.getFileName() + ".log");
    }
}
