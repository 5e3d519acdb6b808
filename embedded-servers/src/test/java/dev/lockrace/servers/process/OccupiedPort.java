package dev.lockrace.servers.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.lockrace.servers.Server;
import dev.lockrace.servers.ServerException;
import java.io.IOException;
import java.net.ServerSocket;

/** The check that a server does not start while another process uses its port. */
public final class OccupiedPort {

    private OccupiedPort() {}

    /**
     * Occupies the port of a server and asserts that the server cannot start. Starts the server again on the free port.
     *
     * @param server not running
     */
    public static void assertStartFails(Server server) throws IOException {
        server.start();
        int port = server.endpoint().port();
        server.stop();

        try (ServerSocket other = new ServerSocket()) {
            other.bind(Ports.address(port));

            assertThatExceptionOfType(ServerException.class)
                    .isThrownBy(server::start)
                    .withMessageStartingWith(
                            "%s: did not start: its port 127.0.0.1:%d is in use by another process (log: ",
                            server.name(), port)
                    .satisfies(failure -> assertThat(failure.server()).isEqualTo(server.name()));
        }
        server.start();
        assertThat(server.endpoint().port()).isEqualTo(port);
    }
}
