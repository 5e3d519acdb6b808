package dev.lockrace.servers.memcached;

import dev.lockrace.servers.process.Ports;
import java.io.BufferedReader;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** Commands of memcached's text protocol. */
public final class MemcachedCommand {

    private static final int TIMEOUT_MILLIS = 2_000;

    private MemcachedCommand() {}

    /** Sends a command and returns the first line of the answer. */
    public static String send(int port, String command) throws IOException {
        try (Socket socket = new Socket()) {
            socket.connect(Ports.address(port), TIMEOUT_MILLIS);
            socket.setSoTimeout(TIMEOUT_MILLIS);
            socket.getOutputStream().write((command + "\r\n").getBytes(StandardCharsets.US_ASCII));
            String line = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII))
                    .readLine();
            if (line == null) {
                throw new EOFException("the server closed the connection");
            }
            return line;
        }
    }
}
