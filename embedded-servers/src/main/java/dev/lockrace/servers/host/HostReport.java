package dev.lockrace.servers.host;

import dev.lockrace.servers.Server;
import dev.lockrace.servers.ServerException;
import org.jspecify.annotations.Nullable;

/**
 * A line that {@link ServerHost} writes on its standard output, as JSON.
 *
 * @param event what happened
 * @param server the server that is up; null for other events
 * @param failed the name of the server that failed; null for other events
 * @param message what went wrong; null unless something did
 */
record HostReport(
        Event event,
        @Nullable HostedServer server,
        @Nullable String failed,
        @Nullable String message) {

    enum Event {
        UP,
        READY,
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
