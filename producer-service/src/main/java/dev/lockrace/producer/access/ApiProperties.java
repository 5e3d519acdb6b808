package dev.lockrace.producer.access;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.regex.Pattern;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Settings of who may change something.
 *
 * @param token what a caller must show; none where blank, and then only callers on this machine may
 */
@ConfigurationProperties("lockrace.api")
record ApiProperties(@DefaultValue("") String token) {

    static final int MIN_TOKEN_LENGTH = 16;

    /** What fits into the header {@code Authorization} (RFC 6750). */
    private static final Pattern FIT = Pattern.compile("[A-Za-z0-9._~+/-]+=*");

    ApiProperties {
        token = token.strip();
        if (!token.isEmpty()
                && (token.length() < MIN_TOKEN_LENGTH || !FIT.matcher(token).matches())) {
            throw new IllegalArgumentException(
                    "lockrace.api.token (LOCKRACE_API_TOKEN) must have at least %d characters, of letters, digits and ._~+/-; it had %d"
                            .formatted(MIN_TOKEN_LENGTH, token.length()));
        }
    }

    boolean hasToken() {
        return !token.isEmpty();
    }

    /** Takes as long whatever is wrong, so that nobody can find a token out piece by piece. */
    boolean isToken(String shown) {
        return hasToken()
                && MessageDigest.isEqual(
                        token.getBytes(StandardCharsets.UTF_8), shown.getBytes(StandardCharsets.UTF_8));
    }

    /** Without the token, which does not belong into a log. */
    @Override
    public String toString() {
        return "ApiProperties[token=%s]".formatted(hasToken() ? "…" : "none");
    }
}
