package dev.lockrace.lab.load;

import dev.lockrace.lab.load.Account.End;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** A result for people: titles, and rows of counts below them. */
public final class LoadText {

    private final StringBuilder out = new StringBuilder();

    /** What stood behind each server's name. */
    public void servers(Map<String, String> descriptions) {
        descriptions.forEach((name, description) -> line(name + ": " + description));
    }

    /** What became of the confirmed tasks. */
    public void ends(Account account) {
        title("What became of the confirmed:");
        for (End end : End.values()) {
            row(end == End.PENDING ? "not ended" : end.id(), account.ended(end));
        }
    }

    /** Whether all is well. */
    public void verdict(List<String> wrong, String right) {
        line("");
        if (wrong.isEmpty()) {
            line(right);
        } else {
            line("What is wrong:");
            wrong.forEach(sentence -> line("  " + sentence));
        }
    }

    public void title(String text) {
        line("");
        line(text);
    }

    public void row(String what, long count) {
        line(String.format(Locale.ROOT, "  %-40s %,9d", what, count));
    }

    public void line(String text) {
        out.append(text).append(System.lineSeparator());
    }

    @Override
    public String toString() {
        return out.toString();
    }
}
