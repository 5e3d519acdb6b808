package dev.lockrace.servers.host;

import dev.lockrace.servers.Server;
import dev.lockrace.servers.ServerException;
import org.jspecify.annotations.Nullable;

/**
 * A report of {@link ServerHost} to its parent: one line of JSON on standard output.
 *
 * @param event the event
 * @param server the server that is up; null for other events
 * @param failed the name of the server that failed; null for other events
 * @param message the error message; null for other events
 */
record HostReport(
        Event event,
        @Nullable HostedServer server,
        @Nullable String failed,
        @Nullable String message) {

    enum Event {
        /** One server has started. */
        UP,
        /** All servers have started. */
        READY,
        /** A server failed to start. */
        FAILED
    }

    static HostReport up(Server server) {
        return new HostReport(
                Event.UP, new HostedServer(server.name(), server.description(), server.endpoint()), null, null);
    }

    static HostReport ready() {
        return new HostReport(Event.READY, null, null, null);
    }

    static HostReport failed(ServerException failure) {
        return new HostReport(Event.FAILED, null, failure.server(), failure.reason());
    }
}
