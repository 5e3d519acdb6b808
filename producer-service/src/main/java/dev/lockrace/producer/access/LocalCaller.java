package dev.lockrace.producer.access;

import jakarta.servlet.http.HttpServletRequest;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.Collections;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Whether a request was made by a program on this machine, of its own accord. The other end's address alone does not
 * say that: a proxy on this machine passes on what others ask, and a browser sends what a page from elsewhere makes it
 * send.
 */
final class LocalCaller {

    /** What proxies add. None of them is believed; each shows that somebody else asks. */
    private static final Pattern PROXY_HEADER = Pattern.compile(
            "(x[-_])?forwarded([-_].*)?|via|x-real-ip|x-(original|envoy|appengine)-.*|(x-)?(cluster-)?client-ip|true-client-ip"
                    + "|(cf|fastly)-.*|x-proxyuser-ip",
            Pattern.CASE_INSENSITIVE);

    /** A name that somebody's server of names may lead here is not among them. */
    private static final Pattern LOCAL_HOST = Pattern.compile("localhost|127\\.[0-9.]+|\\[?[0:]+:0*1]?");

    private LocalCaller() {}

    static boolean made(HttpServletRequest request) {
        return isLoopback(request.getRemoteAddr())
                && Collections.list(request.getHeaderNames()).stream().noneMatch(PROXY_HEADER.asMatchPredicate())
                && LOCAL_HOST.matcher(request.getServerName()).matches()
                && isLocalOrigin(request.getHeader("Origin"));
    }

    /** An address as the server writes it: no name, so nothing is looked up. */
    private static boolean isLoopback(String address) {
        try {
            return InetAddress.getByName(address).isLoopbackAddress();
        } catch (UnknownHostException e) {
            return false;
        }
    }

    /** Browsers send it along with whatever changes something. */
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
