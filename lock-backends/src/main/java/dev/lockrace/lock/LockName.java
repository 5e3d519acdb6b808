package dev.lockrace.lock;

import java.nio.charset.StandardCharsets;

/**
 * What is contended for: any characters, from 1 to {@value #MAX_BYTES} bytes of UTF-8 (clause L9).
 *
 * @param value the name as the caller wrote it
 */
public record LockName(String value) {

    /** The longest name, in bytes of its UTF-8 form. */
    public static final int MAX_BYTES = 1024;

    private static final int EXCERPT = 80;

    /**
     * @throws IllegalLockRequestException if the name is empty, too long, or holds half a surrogate pair (which has no
     *     UTF-8 form, so two such names could not be told apart by a store)
     */
    public LockName {
        int bytes = utf8Length(value);
        if (bytes == 0 || bytes > MAX_BYTES) {
            throw new IllegalLockRequestException(
                    "A lock name must have 1 to %d bytes of UTF-8, was: %d bytes%s; shorten it or hash it"
                            .formatted(MAX_BYTES, bytes, bytes == 0 ? "" : " (" + excerpt(value) + ")"));
        }
    }

    /** The name's UTF-8 form. */
    public byte[] utf8() {
        return value.getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public String toString() {
        return excerpt(value);
    }

    /** Counted here rather than by an encoder, which would allocate two buffers for every request. */
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
                i++; // the pair's second half
            } else {
                throw new IllegalLockRequestException(
                        "A lock name must be valid Unicode, was one with half a surrogate pair: " + excerpt(value));
            }
        }
        return bytes;
    }

    /** For messages and logs: on one line and of bounded length, so that a name can't forge a log entry. */
    private static String excerpt(String value) {
        StringBuilder out = new StringBuilder();
        value.codePoints().limit(EXCERPT).forEach(c -> {
            if (Character.isISOControl(c) || Character.getType(c) == Character.SURROGATE || isLineBreak(c)) {
                out.append("\\u%04x".formatted(c));
            } else {
                out.appendCodePoint(c);
            }
        });
        return value.codePointCount(0, value.length()) > EXCERPT ? out + "…" : out.toString();
    }

    private static boolean isLineBreak(int c) {
        return c == 0x2028 || c == 0x2029;
    }
}
