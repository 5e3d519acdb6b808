package dev.lockrace.lock;

import java.nio.charset.StandardCharsets;

/**
 * The name of a lock: any characters, 1 to {@value #MAX_BYTES} bytes of UTF-8 (clause L9).
 *
 * @param value the name as given by the caller
 */
public record LockName(String value) {

    /** The maximum length of a name, in bytes of UTF-8. */
    public static final int MAX_BYTES = 1024;

    private static final int MAX_EXCERPT = 80;

    /**
     * @throws IllegalLockRequestException if the name is empty, too long, or contains an unpaired surrogate. An
     *     unpaired surrogate has no UTF-8 form, so a store could not distinguish two such names
     */
    public LockName {
        int bytes = utf8Length(value);
        if (bytes == 0) {
            throw new IllegalLockRequestException(
                    "A lock name must have 1 to %d bytes of UTF-8, was: 0 bytes".formatted(MAX_BYTES));
        }
        if (bytes > MAX_BYTES) {
            throw new IllegalLockRequestException(
                    "A lock name must have 1 to %d bytes of UTF-8, was: %d bytes (%s). Shorten it or hash it."
                            .formatted(MAX_BYTES, bytes, excerpt(value)));
        }
    }

    /** Returns the name encoded in UTF-8. */
    public byte[] utf8() {
        return value.getBytes(StandardCharsets.UTF_8);
    }

    /** Returns an excerpt of the name for messages and logs, on one line and of bounded length. */
    @Override
    public String toString() {
        return excerpt(value);
    }

    /** Counts bytes without an encoder, which would allocate two buffers for every request. */
    private static int utf8Length(String value) {
        int bytes = 0;
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c < 0x80) {
                bytes++;
            } else if (c < 0x800) {
                bytes += 2;
            } else if (!Character.isSurrogate(c)) {
                bytes += 3;
            } else if (Character.charCount(value.codePointAt(i)) == 2) {
                bytes += 4;
                i++; // skips the second half of the pair
            } else {
                throw new IllegalLockRequestException(
                        "A lock name must not contain an unpaired surrogate, was: " + excerpt(value));
            }
        }
        return bytes;
    }

    /** Escapes control characters and line breaks, so that a name cannot forge a log entry. */
    private static String excerpt(String value) {
        StringBuilder out = new StringBuilder();
        value.codePoints().limit(MAX_EXCERPT).forEach(c -> {
            if (Character.isISOControl(c) || Character.getType(c) == Character.SURROGATE || isLineBreak(c)) {
                out.append("\\u%04x".formatted(c));
            } else {
                out.appendCodePoint(c);
            }
        });
        return value.codePointCount(0, value.length()) > MAX_EXCERPT ? out + "…" : out.toString();
    }

    private static boolean isLineBreak(int c) {
        return c == 0x2028 || c == 0x2029;
    }
}
