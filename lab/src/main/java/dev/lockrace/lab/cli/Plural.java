package dev.lockrace.lab.cli;

/** Counted nouns in the singular or the plural. */
public final class Plural {

    private Plural() {}

    /** Returns the count and the noun, such as {@code 1 task} or {@code 2 tasks}. */
    public static String of(long count, String noun) {
        return count + " " + noun(count, noun);
    }

    /** Returns the noun alone, such as {@code task} for 1 and {@code tasks} for any other count. */
    public static String noun(long count, String noun) {
        return count == 1 ? noun : noun + "s";
    }
}
