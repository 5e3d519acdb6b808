package dev.lockrace.servers.memcached;

import dev.lockrace.servers.process.Ports;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** Asks a server for its version in memcached's text protocol: who answers serves. */
public final class MemcachedVersion {

    private static final int LIMIT_MILLIS = 1_000;
    private static final String ANSWER = "VERSION ";

    private MemcachedVersion() {}

    /** The version that the server at the port tells; empty when it does not answer. */
    public static Optional<String> ask(int port) {
        try (Socket socket = new Socket()) {
            socket.connect(Ports.address(port), LIMIT_MILLIS);
            socket.setSoTimeout(LIMIT_MILLIS);
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
