package dev.lockrace.lab.load;

import dev.lockrace.lab.load.TaskSummary.TaskOutcome;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** A text report with titles, and rows of counts below them. */
public final class LoadReport {

    private final StringBuilder out = new StringBuilder();

    /** Adds product and version of each server, by name. */
    public void servers(Map<String, String> descriptions) {
        descriptions.forEach((name, description) -> line(name + ": " + description));
    }

    /** Adds the confirmed tasks by outcome. */
    public void taskOutcomes(TaskSummary tasks) {
        title("Confirmed tasks by outcome:");
        for (TaskOutcome outcome : TaskOutcome.values()) {
            row(outcome.id(), tasks.tasks(outcome));
        }
    }

    /** Adds the violations, or the message if there are none. */
    public void verdict(List<String> violations, String passed) {
        line("");
        if (violations.isEmpty()) {
            line(passed);
        } else {
            line("Violations:");
            violations.forEach(sentence -> line("  " + sentence));
        }
    }

    public void title(String text) {
        line("");
        line(text);
    }

    public void row(String name, long count) {
        line(String.format(Locale.ROOT, "  %-40s %,9d", name, count));
    }

    public void line(String text) {
        out.append(text).append(System.lineSeparator());
    }

    @Override
    public String toString() {
        return out.toString();
    }
}
