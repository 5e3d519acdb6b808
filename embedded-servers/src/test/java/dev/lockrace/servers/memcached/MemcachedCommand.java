package dev.lockrace.servers.memcached;

import dev.lockrace.servers.process.Ports;
import java.io.BufferedReader;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** One command to a memcached in its text protocol, and the first line of the answer. */
public final class MemcachedCommand {

    private static final int LIMIT_MILLIS = 2_000;

    private MemcachedCommand() {}

    public static String say(int port, String command) throws IOException {
        try (Socket socket = new Socket()) {
            socket.connect(Ports.address(port), LIMIT_MILLIS);
            socket.setSoTimeout(LIMIT_MILLIS);
            socket.getOutputStream().write((command + "\r\n").getBytes(StandardCharsets.US_ASCII));
            String line = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII))
                    .readLine();
            if (line == null) {
                throw new EOFException("the server hung up");
            }
            return line;
        }
    }
}
