package dev.lockrace.lab.faults.scene;

import dev.lockrace.lab.LabException;
import dev.lockrace.servers.Endpoint;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** The one command that has a server drop all that it keeps, in the server's own protocol. */
final class Flush {

    private static final int LIMIT_MILLIS = 5_000;
    private static final Map<String, String> COMMANDS = Map.of("memcached", "flush_all", "redis", "FLUSHALL");

    private Flush() {}

    /**
     * Blocks until the server says that it is done.
     *
     * @throws LabException if it does not say so
     */
    static void all(String server, Endpoint endpoint) {
        String command = COMMANDS.get(server);
        if (command == null) {
            throw new LabException("%s can't be flushed".formatted(server));
        }
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(endpoint.host(), endpoint.port()), LIMIT_MILLIS);
            socket.setSoTimeout(LIMIT_MILLIS);
            socket.getOutputStream().write((command + "\r\n").getBytes(StandardCharsets.US_ASCII));
            String answer = new BufferedReader(
                            new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII))
                    .readLine();
            if (answer == null || !answer.endsWith("OK")) {
                throw new LabException("%s at %s answered %s to %s".formatted(server, endpoint, answer, command));
            }
        } catch (IOException e) {
            throw new LabException("%s at %s could not be flushed: %s".formatted(server, endpoint, e), e);
        }
    }
}
