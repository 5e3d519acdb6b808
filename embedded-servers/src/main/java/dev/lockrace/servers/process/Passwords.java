package dev.lockrace.servers.process;

import java.security.SecureRandom;
import java.util.HexFormat;

/** Passwords that keep other users of the machine out of servers that anyone can reach on 127.0.0.1. */
public final class Passwords {

    private static final int BYTES = 16;

    private Passwords() {}

    public static String random() {
        byte[] bytes = new byte[BYTES];
        new SecureRandom().nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }
}
