package dev.lockrace.servers.redis;

import dev.lockrace.servers.process.Ports;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** Asks a server whether it serves, in Redis' protocol. */
public final class RedisPing {

    private static final int LIMIT_MILLIS = 1_000;

    private RedisPing() {}

    /** Whether the server at the port takes commands; it does not while it loads its data. */
    public static boolean isAnswered(int port) {
        try (Socket socket = new Socket()) {
            socket.connect(Ports.address(port), LIMIT_MILLIS);
            socket.setSoTimeout(LIMIT_MILLIS);
            socket.getOutputStream().write("PING\r\n".getBytes(StandardCharsets.US_ASCII));
            String line = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII))
                    .readLine();
            return "+PONG".equals(line);
        } catch (IOException notYet) {
            return false;
        }
    }
}
