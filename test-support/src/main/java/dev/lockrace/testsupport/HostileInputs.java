package dev.lockrace.testsupport;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;

/**
 * What nobody should send, for tests: texts that mean something to a log, a shell, SQL, memcached, Redis, JSON or HTTP,
 * among any other Unicode, and bytes that were right before. The same seed gives the same inputs.
 */
public final class HostileInputs {

    /** Stands where a new line would begin, if what stands before it began one. */
    public static final String FORGED = "FORGED";

    /** Multiplies the number of inputs of every test: {@code -Dlockrace.inputs=10}. */
    private static final int FACTOR = Math.max(1, Integer.getInteger("lockrace.inputs", 1));

    private static final int ANY_UNICODE = Character.MAX_CODE_POINT + 1;

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

    public HostileInputs(long seed) {
        this.random = new Random(seed);
    }

    /** How many inputs to try, where nothing else is said that many. */
    public static int count(int usual) {
        return usual * FACTOR;
    }

    /** Says on the test's output how many were tried, and as what. */
    public static void tried(int count, String what) {
        System.out.printf("%,d hostile inputs tried: %s%n", count, what);
    }

    /** A text of a few pieces; may be empty, too long, or no valid Unicode. */
    public String text() {
        StringBuilder text = new StringBuilder();
        for (int pieces = random.nextInt(6); pieces > 0; pieces--) {
            text.append(random.nextInt(3) > 0 ? oneOf(PIECES) : anyUnicode());
        }
        return text.toString();
    }

    private String anyUnicode() {
        StringBuilder text = new StringBuilder();
        random.ints(1 + random.nextInt(8), 0, random.nextBoolean() ? 0x180 : ANY_UNICODE)
                .forEach(text::appendCodePoint);
        return text.toString();
    }

    /** Any of them. */
    public <T> T oneOf(List<T> choices) {
        return choices.get(random.nextInt(choices.size()));
    }

    /** From 0 up to below that. */
    public int number(int bound) {
        return random.nextInt(bound);
    }

    /** Bytes of no meaning. */
    public byte[] bytes(int most) {
        byte[] bytes = new byte[random.nextInt(most + 1)];
        random.nextBytes(bytes);
        return bytes;
    }

    /** With some bytes changed, left out, doubled or put in. */
    public byte[] mutated(byte[] right) {
        byte[] bytes = right;
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
