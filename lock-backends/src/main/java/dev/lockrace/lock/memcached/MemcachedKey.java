package dev.lockrace.lock.memcached;

import dev.lockrace.lock.LockName;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;

/**
 * The memcached key of a lock name. memcached accepts keys of up to 250 bytes without spaces and control characters. A
 * name that fits stays readable; any other is hashed with SHA-256. The two kinds have different prefixes, so a plain
 * name cannot collide with a hashed one.
 */
final class MemcachedKey {

    private static final String PLAIN = "lockrace:";
    private static final String HASHED = "lockrace#";
    private static final int MAX_PLAIN_LENGTH = 250 - PLAIN.length();

    private MemcachedKey() {}

    static String of(LockName name) {
        return fits(name.value()) ? PLAIN + name.value() : HASHED + sha256(name.utf8());
    }

    private static boolean fits(String name) {
        return name.length() <= MAX_PLAIN_LENGTH && name.chars().allMatch(c -> c > ' ' && c < 127);
    }

    private static String sha256(byte[] bytes) {
        try {
            return Base64.getUrlEncoder()
                    .withoutPadding()
                    .encodeToString(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256", e);
        }
    }
}
