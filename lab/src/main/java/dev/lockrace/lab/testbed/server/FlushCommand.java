package dev.lockrace.lab.testbed.server;

import dev.lockrace.lab.cli.LabException;
import dev.lockrace.servers.Endpoint;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** The command that deletes all entries of a lock server, in the server's protocol. */
final class FlushCommand {

    private static final int TIMEOUT_MILLIS = 5_000;
    private static final Map<String, String> COMMANDS = Map.of("memcached", "flush_all", "redis", "FLUSHALL");

    private FlushCommand() {}

    /**
     * Sends the command and blocks until the server confirms it.
     *
     * @throws LabException if the server does not confirm it
     */
    static void send(String server, Endpoint endpoint) {
        String command = COMMANDS.get(server);
        if (command == null) {
            throw new LabException("%s cannot be flushed: it has no such command".formatted(server));
        }
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(endpoint.host(), endpoint.port()), TIMEOUT_MILLIS);
            socket.setSoTimeout(TIMEOUT_MILLIS);
            socket.getOutputStream().write((command + "\r\n").getBytes(StandardCharsets.US_ASCII));
            String response = new BufferedReader(
                            new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII))
                    .readLine();
            if (response == null || !response.endsWith("OK")) {
                throw new LabException("%s at %s answered %s to %s".formatted(server, endpoint, response, command));
            }
        } catch (IOException e) {
            throw new LabException("Cannot flush %s at %s: %s".formatted(server, endpoint, e), e);
        }
    }
}
