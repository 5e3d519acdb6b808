package dev.lockrace.producer.access;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.regex.Pattern;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Settings of the access control of the HTTP API.
 *
 * @param token Sets the token that callers must send to make changes. It has at least 16 characters. Without a token,
 *     only programs on the producer's own machine may make changes.
 */
@ConfigurationProperties("lockrace.api")
record ApiProperties(@DefaultValue("") String token) {

    static final int MIN_TOKEN_LENGTH = 16;

    /** The tokens that the header {@code Authorization} can carry (RFC 6750). */
    private static final Pattern TOKEN = Pattern.compile("[A-Za-z0-9._~+/-]+=*");

    ApiProperties {
        token = token.strip();
        if (!token.isEmpty()
                && (token.length() < MIN_TOKEN_LENGTH || !TOKEN.matcher(token).matches())) {
            throw new IllegalArgumentException(
                    "lockrace.api.token (LOCKRACE_API_TOKEN) must have at least %d characters, only letters, digits and ._~+/-; it has %d"
                            .formatted(MIN_TOKEN_LENGTH, token.length()));
        }
    }

    boolean hasToken() {
        return !token.isEmpty();
    }

    /** Compares in constant time, so that a caller cannot find out the token piece by piece. */
    boolean isToken(String candidate) {
        return hasToken()
                && MessageDigest.isEqual(
                        token.getBytes(StandardCharsets.UTF_8), candidate.getBytes(StandardCharsets.UTF_8));
    }

    /** Omits the token, which must not appear in a log. */
    @Override
    public String toString() {
        return "ApiProperties[token=%s]".formatted(hasToken() ? "…" : "none");
    }
}
