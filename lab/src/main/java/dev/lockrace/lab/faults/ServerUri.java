package dev.lockrace.lab.faults;

import dev.lockrace.lab.faults.ServersOptions.WrongOptionException;
import dev.lockrace.servers.Endpoint;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Where a server is, and as whom to log in, written as a URI. */
final class ServerUri {

    private static final String DATABASE = "postgresql";

    private ServerUri() {}

    /**
     * Reads it.
     *
     * @param option where it stands, for messages
     * @param scheme that it must have
     * @throws WrongOptionException if it is not such a URI; the message does not tell the password
     */
    static Endpoint endpoint(String option, String scheme, String text) {
        try {
            URI uri = new URI(text);
            String path = uri.getPath() == null ? "" : uri.getPath().replaceFirst("^/", "");
            boolean database = scheme.equals(DATABASE);
            if (scheme.equals(uri.getScheme())
                    && uri.getHost() != null
                    && uri.getPort() > 0
                    && path.isEmpty() != database) {
                return endpoint(uri, database ? path : null);
            }
        } catch (URISyntaxException e) {
            // Answered below; the exception's own message has the password in it.
        }
        throw new WrongOptionException("%s must be %s, was: %s"
                .formatted(option, form(scheme), text.replaceFirst("(?s)^([a-z]+://)?.*@", "$1…@")));
    }

    private static String form(String scheme) {
        return switch (scheme) {
            case DATABASE -> "postgresql://user:password@host:port/database";
            case "memcached" -> "memcached://host:port";
            default -> scheme + "://user:password@host:port";
        };
    }

    private static Endpoint endpoint(URI uri, @Nullable String database) {
        String credentials = uri.getRawUserInfo();
        int colon = credentials == null ? -1 : credentials.indexOf(':');
        String user = colon <= 0 ? null : decoded(credentials.substring(0, colon));
        String password = colon < 0 ? null : decoded(credentials.substring(colon + 1));
        String jdbcUrl = database == null
                ? null
                : "jdbc:postgresql://%s:%d/%s".formatted(uri.getHost(), uri.getPort(), database);
        return new Endpoint(uri.getHost(), uri.getPort(), user, password, jdbcUrl);
    }

    private static String decoded(String text) {
        return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
    }
}
