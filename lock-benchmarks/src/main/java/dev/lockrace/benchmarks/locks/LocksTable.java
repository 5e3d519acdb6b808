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
 * The result in Markdown, with one table per store and scenario.
 *
 * <p>A ratio compares two figures of the same round, so that lasting noise affects both. A table shows the median of the
 * rounds and, in brackets, the lower and upper quartiles.
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
        Optional<Candidate> fastest = fastestOther(store, scenario);
        StringBuilder out = new StringBuilder();
        out.append("### %s: %s%n%n".formatted(store.label(), scenario.label()));
        out.append(
                "| | %s | ratio to bare driver | ratio to fastest other library%s | bytes allocated per operation |%n"
                        .formatted(
                                scenario.unit(),
                                fastest.map(it -> " (" + it.label() + ")").orElse("")));
        out.append("|---|---|---|---|---|%n".formatted());
        for (Candidate candidate : store.candidates()) {
            BenchmarkCase benchmarkCase = new BenchmarkCase(store, scenario, candidate);
            out.append("| %s | %s | %s | %s | %s |%n"
                    .formatted(
                            candidate.label(),
                            figures(Quartiles.of(perSecond(benchmarkCase).values()), "%,.0f"),
                            ratio(benchmarkCase, Candidate.BARE_DRIVER),
                            fastest.map(it -> ratio(benchmarkCase, it)).orElse("no other library"),
                            number("%,.0f", Quartiles.of(bytes(benchmarkCase)).median())));
        }
        return out.toString();
    }

    private Optional<Candidate> fastestOther(Store store, Scenario scenario) {
        return store.candidates().stream()
                .filter(Candidate::isOtherLibrary)
                .max(Comparator.comparingDouble(it -> Quartiles.of(perSecond(new BenchmarkCase(store, scenario, it))
                                .values())
                        .median()));
    }

    private String ratio(BenchmarkCase benchmarkCase, Candidate other) {
        Map<Integer, Double> others =
                perSecond(new BenchmarkCase(benchmarkCase.store(), benchmarkCase.scenario(), other));
        List<Double> ratios = perSecond(benchmarkCase).entrySet().stream()
                .map(entry -> entry.getValue() / others.getOrDefault(entry.getKey(), Double.NaN))
                .toList();
        return other == benchmarkCase.candidate() ? "1" : figures(Quartiles.of(ratios), "%.2f");
    }

    private Map<Integer, Double> perSecond(BenchmarkCase benchmarkCase) {
        return samples.stream()
                .filter(sample -> sample.benchmarkCase().equals(benchmarkCase))
                .collect(Collectors.toMap(Sample::round, Sample::perSecond, (a, b) -> b, TreeMap::new));
    }

    private List<Double> bytes(BenchmarkCase benchmarkCase) {
        return samples.stream()
                .filter(sample -> sample.benchmarkCase().equals(benchmarkCase))
                .map(Sample::bytesPerOperation)
                .toList();
    }

    private static String figures(Quartiles quartiles, String format) {
        return "%s (%s to %s)"
                .formatted(
                        number(format, quartiles.median()),
                        number(format, quartiles.lowerQuartile()),
                        number(format, quartiles.upperQuartile()));
    }

    private static String number(String format, double value) {
        return String.format(Locale.ROOT, format, value);
    }
}
