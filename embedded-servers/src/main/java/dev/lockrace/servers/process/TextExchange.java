package dev.lockrace.servers.process;

import dev.lockrace.servers.Endpoint;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** One exchange with a server that has a text protocol. */
public final class TextExchange {

    private static final int TIMEOUT_MILLIS = 5_000;

    private TextExchange() {}

    /**
     * Sends a text on a new connection and returns all that the server answers until it closes the connection.
     *
     * @param text commands, of which the last one makes the server close the connection
     * @throws IOException if the server does not answer for 5 s
     */
    public static String send(Endpoint server, String text) throws IOException {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(server.host(), server.port()), TIMEOUT_MILLIS);
            socket.setSoTimeout(TIMEOUT_MILLIS);
            socket.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
        }
    }
}
