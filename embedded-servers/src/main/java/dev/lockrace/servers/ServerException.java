package dev.lockrace.servers;

import org.jspecify.annotations.Nullable;

/** A server did not do what was asked: the message names it, says why, and where its log is. */
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

    /** The {@link Server#name name} of the server that failed. */
    public String server() {
        return server;
    }

    /** The message without the server's name. */
    public String reason() {
        return reason;
    }
}
