package dev.lockrace.producer.access;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ProblemDetail;
import tools.jackson.databind.json.JsonMapper;

/**
 * A filter that lets every caller read and call {@code /hello}. Any other request needs the token or, if none is set,
 * must come from this machine. Only the method decides, so no spelling of a path circumvents the filter.
 */
final class AccessFilter extends HttpFilter {

    private static final long serialVersionUID = 1;
    private static final Set<String> OPEN_METHODS = Set.of("GET", "HEAD", "OPTIONS");
    private static final String SCHEME = "bearer ";
    private static final String CHALLENGE = "Bearer realm=\"lockrace\"";

    private final transient ApiProperties properties;
    private final transient JsonMapper json;

    AccessFilter(ApiProperties properties, JsonMapper json) {
        this.properties = properties;
        this.json = json;
    }

    @Override
    protected void doFilter(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        if (OPEN_METHODS.contains(request.getMethod())) {
            chain.doFilter(request, response);
        } else if (properties.hasToken()) {
            requireToken(request, response, chain);
        } else if (LocalCaller.isCallerOf(request)) {
            chain.doFilter(request, response);
        } else {
            reject(response, HttpStatus.FORBIDDEN, """
                    Without a token, only programs on the producer's own machine may change anything, via 127.0.0.1 or \
                    localhost: set lockrace.api.token (LOCKRACE_API_TOKEN) and send it as 'Authorization: Bearer …'""");
        }
    }

    private void requireToken(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        String token = bearer(request.getHeader(HttpHeaders.AUTHORIZATION));
        if (token == null) {
            response.setHeader(HttpHeaders.WWW_AUTHENTICATE, CHALLENGE);
            reject(response, HttpStatus.UNAUTHORIZED, """
                    This request needs the token of lockrace.api.token (LOCKRACE_API_TOKEN): send it as \
                    'Authorization: Bearer …'""");
        } else if (properties.isToken(token)) {
            chain.doFilter(request, response);
        } else {
            response.setHeader(HttpHeaders.WWW_AUTHENTICATE, CHALLENGE + ", error=\"invalid_token\"");
            reject(response, HttpStatus.UNAUTHORIZED, """
                    The token is wrong: send the token of lockrace.api.token (LOCKRACE_API_TOKEN) as \
                    'Authorization: Bearer …'""");
        }
    }

    private static @Nullable String bearer(@Nullable String authorization) {
        if (authorization == null || !authorization.toLowerCase(Locale.ROOT).startsWith(SCHEME)) {
            return null;
        }
        return authorization.substring(SCHEME.length()).strip();
    }

    private void reject(HttpServletResponse response, HttpStatus status, String detail) throws IOException {
        ProblemDetail problem = ProblemDetail.forStatusAndDetail(status, detail);
        byte[] body = json.writeValueAsBytes(problem);
        response.setStatus(status.value());
        response.setContentType(MediaType.APPLICATION_PROBLEM_JSON_VALUE);
        response.setContentLength(body.length);
        response.getOutputStream().write(body);
    }
}
