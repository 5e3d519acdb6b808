package dev.lockrace.producer.access;

import jakarta.servlet.http.HttpServletRequest;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.Collections;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The check whether a request comes from a program on this machine. The remote address alone does not prove that: a
 * local proxy forwards requests of remote callers, and a local browser sends requests on behalf of remote pages.
 */
final class LocalCaller {

    /** The headers that proxies add. Their values are not trusted: their presence shows that the caller is remote. */
    private static final Pattern PROXY_HEADER = Pattern.compile(
            "(x[-_])?forwarded([-_].*)?|via|x-real-ip|x-(original|envoy|appengine)-.*|(x-)?(cluster-)?client-ip|true-client-ip"
                    + "|(cf|fastly)-.*|x-proxyuser-ip",
            Pattern.CASE_INSENSITIVE);

    /**
     * The names and addresses of this machine. Any other name could resolve to this machine through a remote DNS
     * server.
     */
    private static final Pattern LOCAL_HOST = Pattern.compile("localhost|127\\.[0-9.]+|\\[?[0:]+:0*1]?");

    private LocalCaller() {}

    static boolean isCallerOf(HttpServletRequest request) {
        return isLoopback(request.getRemoteAddr())
                && Collections.list(request.getHeaderNames()).stream().noneMatch(PROXY_HEADER.asMatchPredicate())
                && LOCAL_HOST.matcher(request.getServerName()).matches()
                && isLocalOrigin(request.getHeader("Origin"));
    }

    /** Expects an IP address, so that nothing is looked up. */
    private static boolean isLoopback(String address) {
        try {
            return InetAddress.getByName(address).isLoopbackAddress();
        } catch (UnknownHostException e) {
            return false;
        }
    }

    /** Checks the header that browsers send with every request that changes something. */
    private static boolean isLocalOrigin(@Nullable String origin) {
        if (origin == null) {
            return true;
        }
        try {
            String host = URI.create(origin).getHost();
            return host != null && LOCAL_HOST.matcher(host).matches();
        } catch (IllegalArgumentException e) {
            return false;
        }
    }
}
