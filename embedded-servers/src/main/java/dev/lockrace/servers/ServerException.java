package dev.lockrace.servers;

import org.jspecify.annotations.Nullable;

/** A failure to start, stop or control a server. The message names the server, the cause and the log. */
public final class ServerException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final String server;
    private final String reason;

    public ServerException(String server, String message) {
        this(server, message, null);
    }

    public ServerException(String server, String message, @Nullable Throwable cause) {
        super(server + ": " + message, cause);
        this.server = server;
        this.reason = message;
    }

    /** Returns the {@link Server#name name} of the server that failed. */
    public String server() {
        return server;
    }

    /** Returns the message without the server's name. */
    public String reason() {
        return reason;
    }
}
