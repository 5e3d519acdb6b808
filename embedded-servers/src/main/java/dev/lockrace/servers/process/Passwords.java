package dev.lockrace.servers.process;

import java.security.SecureRandom;
import java.util.HexFormat;

/** Random passwords. They protect servers on 127.0.0.1 from other users of this machine. */
public final class Passwords {

    private static final int BYTES = 16;

    private Passwords() {}

    /** Returns a new password of 128 random bits. */
    public static String random() {
        byte[] bytes = new byte[BYTES];
        new SecureRandom().nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }
}
