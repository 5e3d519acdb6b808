package dev.lockrace.lab.faults;

import dev.lockrace.lab.faults.BrokenResult.Trial;
import dev.lockrace.lab.faults.result.CellResult;
import java.util.stream.Collectors;

/** What came of the broken locks, for people. */
final class BrokenTable {

    private static final String ROW = "%-32s%-24s%-10s%-26s%s";

    private BrokenTable() {}

    static String of(BrokenResult result) {
        StringBuilder out = new StringBuilder();
        result.servers().forEach((name, description) -> out.append("%s: %s%n".formatted(name, description)));
        out.append("%n%s%n".formatted(ROW.formatted("broken lock", "fault", "backend", "result", "caught")));
        result.trials().forEach(trial -> out.append(row(trial)));
        result.refused()
                .forEach(refused ->
                        out.append("%-32s%-24snot done: %s%n".formatted("", refused.fault(), refused.reason())));
        out.append("%n%s%n%n%s%n".formatted(told(result), sum(result)));
        return out.toString();
    }

    private static String row(Trial trial) {
        CellResult race = trial.race();
        return "%s%n"
                .formatted(ROW.formatted(
                        trial.lock(),
                        race.fault(),
                        race.backend(),
                        race.result().text(),
                        trial.isCaught() ? "yes" : "NO"));
    }

    private static String told(BrokenResult result) {
        return result.trials().stream().map(BrokenTable::sentence).collect(Collectors.joining("%n".formatted()));
    }

    private static String sentence(Trial trial) {
        CellResult race = trial.race();
        String missed = trial.isCaught() ? "" : ", and not " + race.expected().text();
        return "%s: %s.%n    %s%s: %s.%n    It must be, since %s."
                .formatted(
                        trial.lock(),
                        trial.sentence(),
                        race.result().text(),
                        missed,
                        race.explanation(),
                        race.reason());
    }

    private static String sum(BrokenResult result) {
        long missed =
                result.trials().stream().filter(trial -> !trial.isCaught()).count();
        return missed == 0
                ? "All %d were caught.".formatted(result.trials().size())
                : "%d of %d were not caught: the lab can't be trusted on what they break."
                        .formatted(missed, result.trials().size());
    }
}
