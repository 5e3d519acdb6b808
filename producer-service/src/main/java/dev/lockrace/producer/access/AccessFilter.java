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
 * Lets everybody read, and call {@code /hello}; whoever changes something else must show the token, or be on this
 * machine where there is none. It goes by the method alone, so no way to write a path gets around it.
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
            askForToken(request, response, chain);
        } else if (LocalCaller.made(request)) {
            chain.doFilter(request, response);
        } else {
            refuse(response, HttpStatus.FORBIDDEN, """
                    Without a token only programs on the producer's own machine may change something, by 127.0.0.1 or \
                    localhost: set lockrace.api.token (LOCKRACE_API_TOKEN), and send it as 'Authorization: Bearer …'""");
        }
    }

    private void askForToken(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        String shown = bearer(request.getHeader(HttpHeaders.AUTHORIZATION));
        if (shown == null) {
            response.setHeader(HttpHeaders.WWW_AUTHENTICATE, CHALLENGE);
            refuse(response, HttpStatus.UNAUTHORIZED, """
                    To change something, send the token of lockrace.api.token (LOCKRACE_API_TOKEN) as \
                    'Authorization: Bearer …'""");
        } else if (properties.isToken(shown)) {
            chain.doFilter(request, response);
        } else {
            response.setHeader(HttpHeaders.WWW_AUTHENTICATE, CHALLENGE + ", error=\"invalid_token\"");
            refuse(response, HttpStatus.UNAUTHORIZED, """
                    The token is wrong: send that of lockrace.api.token (LOCKRACE_API_TOKEN) as 'Authorization: Bearer \
                    …'""");
        }
    }

    private static @Nullable String bearer(@Nullable String authorization) {
        if (authorization == null || !authorization.toLowerCase(Locale.ROOT).startsWith(SCHEME)) {
            return null;
        }
        return authorization.substring(SCHEME.length()).strip();
    }

    private void refuse(HttpServletResponse response, HttpStatus status, String detail) throws IOException {
        ProblemDetail problem = ProblemDetail.forStatusAndDetail(status, detail);
        byte[] body = json.writeValueAsBytes(problem);
        response.setStatus(status.value());
        response.setContentType(MediaType.APPLICATION_PROBLEM_JSON_VALUE);
        response.setContentLength(body.length);
        response.getOutputStream().write(body);
    }
}
