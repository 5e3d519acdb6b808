package dev.lockrace.benchmarks.locks;

import dev.lockrace.benchmarks.subject.Candidate;
import dev.lockrace.benchmarks.subject.Store;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * The result as Markdown: a table for each store and scenario. A ratio is that of two figures of the same round, so that
 * noise which lasts hits both; what is shown is the median of the rounds and, in brackets, the middle half.
 */
final class LocksTable {

    private final List<Sample> samples;

    private LocksTable(List<Sample> samples) {
        this.samples = samples;
    }

    static String of(LocksPlan plan, List<Sample> samples) {
        LocksTable table = new LocksTable(samples);
        StringBuilder out = new StringBuilder();
        for (Store store : plan.stores()) {
            for (Scenario scenario : Scenario.values()) {
                out.append(table.of(store, scenario)).append('\n');
            }
        }
        return out.toString();
    }

    private String of(Store store, Scenario scenario) {
        Optional<Candidate> fastest = fastestRival(store, scenario);
        StringBuilder out = new StringBuilder();
        out.append("### %s: %s%n%n".formatted(store.label(), scenario.label()));
        out.append("| | %s | of the bare driver | of the fastest rival%s | bytes allocated |%n"
                .formatted(
                        scenario.unit(),
                        fastest.map(it -> " (" + it.label() + ")").orElse("")));
        out.append("|---|---|---|---|---|%n".formatted());
        for (Candidate candidate : store.candidates()) {
            Cell cell = new Cell(store, scenario, candidate);
            out.append("| %s | %s | %s | %s | %s |%n"
                    .formatted(
                            candidate.label(),
                            figures(Spread.of(perSecond(cell).values()), "%,.0f"),
                            ratio(cell, Candidate.BARE_DRIVER),
                            fastest.map(it -> ratio(cell, it)).orElse("no rival"),
                            number("%,.0f", Spread.of(bytes(cell)).median())));
        }
        return out.toString();
    }

    private Optional<Candidate> fastestRival(Store store, Scenario scenario) {
        return store.candidates().stream()
                .filter(Candidate::isRival)
                .max(Comparator.comparingDouble(
                        it -> Spread.of(perSecond(new Cell(store, scenario, it)).values())
                                .median()));
    }

    private String ratio(Cell cell, Candidate other) {
        Map<Integer, Double> others = perSecond(new Cell(cell.store(), cell.scenario(), other));
        List<Double> ratios = perSecond(cell).entrySet().stream()
                .map(entry -> entry.getValue() / others.getOrDefault(entry.getKey(), Double.NaN))
                .toList();
        return other == cell.candidate() ? "1" : figures(Spread.of(ratios), "%.2f");
    }

    private Map<Integer, Double> perSecond(Cell cell) {
        return samples.stream()
                .filter(sample -> sample.cell().equals(cell))
                .collect(Collectors.toMap(Sample::round, Sample::perSecond, (a, b) -> b, TreeMap::new));
    }

    private List<Double> bytes(Cell cell) {
        return samples.stream()
                .filter(sample -> sample.cell().equals(cell))
                .map(Sample::bytesPerOperation)
                .toList();
    }

    private static String figures(Spread spread, String format) {
        return "%s (%s to %s)"
                .formatted(
                        number(format, spread.median()),
                        number(format, spread.lowerQuartile()),
                        number(format, spread.upperQuartile()));
    }

    private static String number(String format, double value) {
        return String.format(Locale.ROOT, format, value);
    }
}
