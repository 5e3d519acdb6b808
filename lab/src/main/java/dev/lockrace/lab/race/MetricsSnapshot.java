package dev.lockrace.lab.race;

import dev.lockrace.race.RaceBackend;
import dev.lockrace.race.verdict.Verdict.Counts;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The samples of Prometheus' text format by name and labels, such as {@code
 * invoices_created_total{backend="local"}}.
 */
record MetricsSnapshot(Map<String, Double> samples) {

    /** Returns the sum of the samples of several processes. */
    static MetricsSnapshot sum(List<String> texts) {
        Map<String, Double> sums = new TreeMap<>();
        for (String text : texts) {
            text.lines()
                    .filter(line -> !line.startsWith("#") && !line.isBlank())
                    .forEach(line -> {
                        int end = line.lastIndexOf(' ');
                        sums.merge(line.substring(0, end), Double.parseDouble(line.substring(end + 1)), Double::sum);
                    });
        }
        return new MetricsSnapshot(sums);
    }

    /** Returns the increase since an earlier snapshot. */
    MetricsSnapshot minus(MetricsSnapshot earlier) {
        Map<String, Double> differences = new TreeMap<>(samples);
        earlier.samples.forEach((sample, value) -> differences.merge(sample, -value, Double::sum));
        return new MetricsSnapshot(differences);
    }

    /** Returns the counters that differ from the recorded events of a run, each in a sentence. */
    List<String> disagreements(RaceBackend backend, Counts recorded) {
        List<String> found = new ArrayList<>();
        compare(found, "lock_acquisitions_total{backend=\"%s\",outcome=\"acquired\"}", backend, recorded.acquired());
        compare(found, "invoices_created_total{backend=\"%s\"}", backend, recorded.invoices());
        compare(found, "tasks_total{outcome=\"contended\"}", backend, recorded.contended());
        compare(found, "tasks_total{outcome=\"dead-lettered\"}", backend, recorded.deadLettered());
        return found;
    }

    private void compare(List<String> found, String pattern, RaceBackend backend, int recorded) {
        String sample = pattern.formatted(backend.id());
        Double counted = samples.get(sample);
        if (counted == null) {
            found.add("%s is missing, the database has %d".formatted(sample, recorded));
        } else if (Math.round(counted) != recorded) {
            found.add("%s counted %d, the database has %d".formatted(sample, Math.round(counted), recorded));
        }
    }
}
