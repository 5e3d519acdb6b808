package dev.lockrace.servers.redis;

import dev.lockrace.servers.process.Ports;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** Inline commands of Redis' protocol. */
public final class RedisCommand {

    private static final int TIMEOUT_MILLIS = 5_000;

    private RedisCommand() {}

    /** Sends a command and returns the answer: empty for a null answer, beginning with '-' for an error. */
    public static String send(int port, String command) throws IOException {
        try (Socket socket = new Socket()) {
            socket.connect(Ports.address(port), TIMEOUT_MILLIS);
            socket.setSoTimeout(TIMEOUT_MILLIS);
            socket.getOutputStream().write((command + "\r\n").getBytes(StandardCharsets.US_ASCII));
            InputStream in = socket.getInputStream();
            String head = line(in);
            return switch (head.charAt(0)) {
                case '+' -> head.substring(1);
                case '$' -> text(in, Integer.parseInt(head.substring(1)));
                default -> head;
            };
        }
    }

    private static String text(InputStream in, int length) throws IOException {
        return length < 0 ? "" : new String(in.readNBytes(length), StandardCharsets.UTF_8);
    }

    private static String line(InputStream in) throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int next = in.read(); next != '\n'; next = in.read()) {
            if (next < 0) {
                throw new EOFException("the server closed the connection");
            }
            line.write(next);
        }
        return line.toString(StandardCharsets.UTF_8).strip();
    }
}
