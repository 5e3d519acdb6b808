package dev.lockrace.testsupport;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;

/**
 * A generator of hostile inputs for tests.
 *
 * <p>It produces texts with control sequences of logs, shells, SQL, memcached, Redis, JSON and HTTP among random Unicode,
 * random bytes, and mutations of valid bytes. The same seed produces the same inputs.
 *
 * <p>jqwik, which would also shrink failing inputs, requires JUnit Platform 1.
 */
public final class HostileInputs {

    /** The text after every injected line break. An output line that starts with it was forged. */
    public static final String FORGED = "FORGED";

    /** The factor for the number of inputs of every test, set by {@code -Dlockrace.inputs=10}. */
    private static final int FACTOR = Math.max(1, Integer.getInteger("lockrace.inputs", 1));

    private static final int CODE_POINTS = Character.MAX_CODE_POINT + 1;

    private static final List<String> PIECES = List.of(
            "\r\n" + FORGED,
            "\n" + FORGED,
            "\r" + FORGED,
            "\u0085" + FORGED,
            "\u2028" + FORGED,
            "\u2029" + FORGED,
            "\u000b" + FORGED,
            "\f" + FORGED,
            "\u001b[31m",
            "\u009b31m",
            "\u0000",
            "\ud800",
            "\udc00",
            "\u202e",
            "'; drop table run; --",
            "' or '1'='1",
            "$$;select pg_sleep(9);$$",
            ":run",
            "?",
            "${jndi:ldap://127.0.0.1:1/a}",
            "#{T(java.lang.Runtime)}",
            "%s%n%x{}",
            "\r\nset x 0 0 1\r\nx\r\n",
            " noreply",
            "\r\n*1\r\n$8\r\nFLUSHALL\r\n",
            "{}",
            "}{",
            "\"} 1\nforged_total{a=\"b",
            "\\",
            "\"",
            "\u0301",
            "\ud83d\udd12",
            "鍵",
            "../../etc/passwd",
            "<script>",
            "%0d%0a",
            " ",
            "\t",
            "a".repeat(250),
            "é".repeat(512));

    private final Random random;

    /** Creates a generator with that seed. */
    public HostileInputs(long seed) {
        this.random = new Random(seed);
    }

    /** Returns the number of inputs to try: the default, multiplied by the factor of this build. */
    public static int count(int defaultCount) {
        return defaultCount * FACTOR;
    }

    /** Prints the number of inputs that a test tried, and their purpose. */
    public static void tried(int count, String purpose) {
        System.out.printf("%,d hostile inputs tried: %s%n", count, purpose);
    }

    /** Returns a text of a few pieces. It may be empty, too long, or invalid Unicode. */
    public String text() {
        StringBuilder text = new StringBuilder();
        for (int pieces = random.nextInt(6); pieces > 0; pieces--) {
            text.append(random.nextInt(3) > 0 ? oneOf(PIECES) : randomUnicode());
        }
        return text.toString();
    }

    private String randomUnicode() {
        StringBuilder text = new StringBuilder();
        random.ints(1 + random.nextInt(8), 0, random.nextBoolean() ? 0x180 : CODE_POINTS)
                .forEach(text::appendCodePoint);
        return text.toString();
    }

    /** Returns a random element of the list. */
    public <T> T oneOf(List<T> choices) {
        return choices.get(random.nextInt(choices.size()));
    }

    /** Returns a random number from 0 (inclusive) to the bound (exclusive). */
    public int number(int bound) {
        return random.nextInt(bound);
    }

    /** Returns random bytes. */
    public byte[] bytes(int maxLength) {
        byte[] bytes = new byte[random.nextInt(maxLength + 1)];
        random.nextBytes(bytes);
        return bytes;
    }

    /** Returns a copy of valid bytes in which some bytes are replaced, removed, duplicated or inserted. */
    public byte[] mutated(byte[] valid) {
        byte[] bytes = valid;
        for (int changes = 1 + random.nextInt(4); changes > 0 && bytes.length > 0; changes--) {
            int at = random.nextInt(bytes.length);
            int length = random.nextInt(Math.min(20, bytes.length - at) + 1);
            bytes = switch (random.nextInt(4)) {
                case 0 -> joined(bytes, at, bytes(8), at + length);
                case 1 -> joined(bytes, at, new byte[0], at + length);
                case 2 -> joined(bytes, at + length, new byte[0], at);
                default -> joined(bytes, at, text().getBytes(StandardCharsets.UTF_8), at);
            };
        }
        return bytes;
    }

    private static byte[] joined(byte[] bytes, int end, byte[] between, int from) {
        byte[] joined = new byte[end + between.length + bytes.length - from];
        System.arraycopy(bytes, 0, joined, 0, end);
        System.arraycopy(between, 0, joined, end, between.length);
        System.arraycopy(bytes, from, joined, end + between.length, bytes.length - from);
        return joined;
    }
}
