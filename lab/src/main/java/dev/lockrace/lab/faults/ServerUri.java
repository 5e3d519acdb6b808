package dev.lockrace.lab.faults;

import dev.lockrace.lab.cli.InvalidOptionException;
import dev.lockrace.servers.Endpoint;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** The endpoint of a server with its credentials, as a URI. */
final class ServerUri {

    private static final String DATABASE = "postgresql";

    private ServerUri() {}

    /**
     * Parses the value of an option.
     *
     * @param option the option's name, for messages
     * @param scheme the required scheme
     * @throws InvalidOptionException if the value is not such a URI; the message does not contain the password
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
            // Reported below, since the message of this exception contains the password.
        }
        throw new InvalidOptionException("%s must be %s, was: %s"
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
