package dev.lockrace.lock.spring;

import dev.lockrace.lock.IllegalLockRequestException;
import java.net.InetSocketAddress;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A parser of {@code host:port}, with IPv6 addresses in brackets. */
final class ServerAddress {

    private static final Pattern HOST_AND_PORT = Pattern.compile("(?:\\[([^]]+)]|([^:]+)):(\\d{1,5})");
    private static final int MAX_PORT = 65_535;

    private ServerAddress() {}

    static InetSocketAddress parse(String text) {
        Matcher parts = HOST_AND_PORT.matcher(text.strip());
        if (!parts.matches() || Integer.parseInt(parts.group(3)) > MAX_PORT) {
            throw new IllegalLockRequestException(
                    "A memcached server must be given as host:port, such as localhost:11211, was: " + text);
        }
        String host = parts.group(1) != null ? parts.group(1) : parts.group(2);
        return new InetSocketAddress(host, Integer.parseInt(parts.group(3)));
    }
}
