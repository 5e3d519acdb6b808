package dev.lockrace.servers.memcached;

import dev.lockrace.servers.process.Ports;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** The {@code version} command of memcached's text protocol. A server that answers it is ready. */
final class MemcachedVersion {

    private static final int TIMEOUT_MILLIS = 1_000;
    private static final String ANSWER = "VERSION ";

    private MemcachedVersion() {}

    /** Returns the version of the server at the port, or empty if it does not answer. */
    static Optional<String> of(int port) {
        try (Socket socket = new Socket()) {
            socket.connect(Ports.address(port), TIMEOUT_MILLIS);
            socket.setSoTimeout(TIMEOUT_MILLIS);
            socket.getOutputStream().write("version\r\n".getBytes(StandardCharsets.US_ASCII));
            String line = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII))
                    .readLine();
            return Optional.ofNullable(line)
                    .filter(answer -> answer.startsWith(ANSWER))
                    .map(answer -> answer.substring(ANSWER.length()));
        } catch (IOException notYet) {
            return Optional.empty();
        }
    }
}
