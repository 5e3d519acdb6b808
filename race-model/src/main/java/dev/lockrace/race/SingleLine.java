package dev.lockrace.race;

/** Texts that quote what came from outside, made fit for a log, a header and the database. */
public final class SingleLine {

    private static final int LONGEST = 500;

    private SingleLine() {}

    /** On one line, so that it can't forge lines of a log; at most {@value #LONGEST} characters; valid Unicode. */
    public static String of(String text) {
        StringBuilder line = new StringBuilder();
        text.codePoints().limit(LONGEST).map(SingleLine::printable).forEach(line::appendCodePoint);
        return text.codePointCount(0, text.length()) > LONGEST ? line + "…" : line.toString();
    }

    private static int printable(int c) {
        return switch (Character.getType(c)) {
            case Character.CONTROL, Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR -> ' ';
            case Character.SURROGATE -> '\ufffd';
            default -> c;
        };
    }
}
