package dev.lockrace.service.http;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Map;

/**
 * Tells browsers to take an answer for what it says it is, to load nothing on its behalf, to show it in no frame, and to
 * keep no copy. An answer that needs other rules sets its own.
 */
public final class ResponseHeaders extends HttpFilter {

    /** Each with its value, where nothing else is said. */
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
