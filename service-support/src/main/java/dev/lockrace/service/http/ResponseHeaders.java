package dev.lockrace.service.http;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Map;

/**
 * A filter that sets security headers. A browser must not guess the type of a response, load anything on its behalf,
 * show it in a frame or cache it. A response that needs other rules overrides these headers.
 */
public final class ResponseHeaders extends HttpFilter {

    /** The headers and their default values. */
    public static final Map<String, String> DEFAULTS = Map.of(
            "X-Content-Type-Options", "nosniff",
            "Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'",
            "X-Frame-Options", "DENY",
            "Referrer-Policy", "no-referrer",
            "Cache-Control", "no-store");

    private static final long serialVersionUID = 1;

    @Override
    protected void doFilter(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        DEFAULTS.forEach(response::setHeader);
        chain.doFilter(request, response);
    }
}
