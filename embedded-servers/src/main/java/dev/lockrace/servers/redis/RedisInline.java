package dev.lockrace.servers.redis;

import dev.lockrace.servers.Endpoint;
import dev.lockrace.servers.process.TextExchange;
import java.io.IOException;
import java.util.Map;
import java.util.stream.Collectors;

/** Inline commands of Redis' protocol, which are lines. */
final class RedisInline {

    private RedisInline() {}

    /** Sends commands on a new connection and returns all that the server answers. */
    static String send(Endpoint server, String commands) throws IOException {
        return TextExchange.send(server, commands + "\r\nQUIT\r\n");
    }

    /** Sends a command whose answer must be {@code OK}. */
    static void expectOk(Endpoint server, String command) throws IOException {
        String answer = send(server, command);
        if (!answer.startsWith("+OK")) {
            throw new IOException("%s answered %s to %s".formatted(server, answer, command));
        }
    }

    /** Sends a command whose answer are lines with a name, a colon and a value. */
    static Map<String, String> properties(Endpoint server, String command) throws IOException {
        return send(server, command)
                .lines()
                .filter(line -> line.contains(":"))
                .collect(Collectors.toMap(
                        line -> line.substring(0, line.indexOf(':')), line -> line.substring(line.indexOf(':') + 1)));
    }
}
