package dev.lockrace.servers.redis;

import dev.lockrace.servers.process.Ports;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** Redis' {@code PING} command. */
final class RedisPing {

    private static final int TIMEOUT_MILLIS = 1_000;

    private RedisPing() {}

    /** Returns whether the server at the port accepts commands. It does not while it loads its data. */
    static boolean isAnswered(int port) {
        try (Socket socket = new Socket()) {
            socket.connect(Ports.address(port), TIMEOUT_MILLIS);
            socket.setSoTimeout(TIMEOUT_MILLIS);
            socket.getOutputStream().write("PING\r\n".getBytes(StandardCharsets.US_ASCII));
            String line = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII))
                    .readLine();
            return "+PONG".equals(line);
        } catch (IOException notYet) {
            return false;
        }
    }
}
