package dev.lockrace.race;

/** Text from outside, made safe to quote in a log, a header and the database. */
public final class SingleLine {

    private static final int MAX_LENGTH = 500;

    private SingleLine() {}

    /**
     * Returns the text as one line of valid Unicode, truncated to {@value #MAX_LENGTH} characters. It cannot forge a
     * log line.
     */
    public static String of(String text) {
        StringBuilder line = new StringBuilder();
        text.codePoints().limit(MAX_LENGTH).map(SingleLine::printable).forEach(line::appendCodePoint);
        return text.codePointCount(0, text.length()) > MAX_LENGTH ? line + "…" : line.toString();
    }

    private static int printable(int c) {
        return switch (Character.getType(c)) {
            case Character.CONTROL, Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR -> ' ';
            case Character.SURROGATE -> '\ufffd';
            default -> c;
        };
    }
}
