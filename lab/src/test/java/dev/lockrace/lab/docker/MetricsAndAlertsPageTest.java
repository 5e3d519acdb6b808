package dev.lockrace.lab.docker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.MAP;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The page with the metrics and the runbook, compared with the meters in the source code and with the alert rules. */
class MetricsAndAlertsPageTest {

    private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
    private static final String PAGE = "docs/operations/metrics-and-alerts.md";
    private static final List<String> MODULES = List.of("lock-backends", "producer-service", "worker-service");

    /** A row of the first table: name and type. */
    private static final Pattern METRIC = Pattern.compile("(?m)^\\| `([a-z_]+)` \\| (counter|timer|gauge) \\|");

    /** A row of the second table: a metric of another product. */
    private static final Pattern FOREIGN_METRIC =
            Pattern.compile("(?m)^\\| `([a-z_]+)` \\| (?:RabbitMQ|Prometheus)\\b");

    private static final Pattern METER_IMPORT =
            Pattern.compile("import io\\.micrometer\\.core\\.instrument\\.(Counter|Timer|Gauge);");

    private static final Pattern METER = Pattern.compile("(Counter|Timer|Gauge)\\.builder\\(\\s*\"([a-z.]+)\"");
    private static final Pattern INVOICE_COUNTER = Pattern.compile("\"(invoices\\.[a-z]+)\"");

    /** A name with an underscore that is no function. */
    private static final Pattern NAME_IN_EXPRESSION = Pattern.compile("\\b([a-z]+(?:_[a-z]+)+)(?=[{\\[)\\s])");

    private final String page = read(ROOT.resolve(PAGE));

    @Test
    void the_page_lists_exactly_the_metrics_of_the_code() {
        assertThat(names(METRIC)).containsExactlyInAnyOrderElementsOf(metersInCode());
    }

    @Test
    void the_page_lists_every_metric_that_an_alert_uses() {
        Set<String> listed = Stream.concat(names(METRIC).stream(), names(FOREIGN_METRIC).stream())
                .collect(Collectors.toSet());

        assertThat(AlertRules.read().alerts()).allSatisfy(alert -> {
            Set<String> used = NAME_IN_EXPRESSION
                    .matcher(AlertRules.text(alert, "expr"))
                    .results()
                    .map(match -> match.group(1))
                    .collect(Collectors.toSet());
            assertThat(listed).containsAll(used);
        });
        assertThat(listed).contains("up");
    }

    @Test
    void every_alert_refers_to_its_section_of_the_runbook() {
        assertThat(AlertRules.read().alerts()).isNotEmpty().allSatisfy(alert -> {
            String name = AlertRules.text(alert, "alert");
            assertThat(alert.get("annotations"))
                    .asInstanceOf(MAP)
                    .containsEntry("runbook_url", PAGE + "#" + name.toLowerCase(Locale.ROOT));
            assertThat(section(name)).contains("**Likely causes**", "**What to look at**", "**Remedy.**");
        });
    }

    @Test
    void every_section_of_the_runbook_belongs_to_an_alert() {
        List<String> headings = Pattern.compile("(?m)^### (.+)$")
                .matcher(page)
                .results()
                .map(match -> match.group(1))
                .toList();

        assertThat(headings)
                .containsExactlyElementsOf(AlertRules.read().alerts().stream()
                        .map(alert -> AlertRules.text(alert, "alert"))
                        .toList());
    }

    private String section(String alert) {
        String[] parts = page.split("(?m)^### " + alert + "$", -1);
        assertThat(parts).as("sections of " + alert).hasSize(2);
        return parts[1].split("(?m)^### ", -1)[0];
    }

    private List<String> names(Pattern row) {
        return row.matcher(page).results().map(match -> match.group(1)).toList();
    }

    /** Returns the names as Prometheus shows them. */
    private static List<String> metersInCode() {
        Map<String, String> suffixes = Map.of("Counter", "_total", "Timer", "_seconds", "Gauge", "");
        List<String> meters = new ArrayList<>();
        for (String source : sourcesWithMeters()) {
            METER.matcher(source)
                    .results()
                    .map(match -> prometheus(match, suffixes))
                    .forEach(meters::add);
            INVOICE_COUNTER
                    .matcher(source)
                    .results()
                    .map(match -> match.group(1).replace('.', '_') + "_total")
                    .forEach(meters::add);
        }
        return meters;
    }

    private static String prometheus(MatchResult match, Map<String, String> suffixes) {
        return match.group(2).replace('.', '_') + suffixes.get(match.group(1));
    }

    private static List<String> sourcesWithMeters() {
        return MODULES.stream()
                .flatMap(module -> sources(ROOT.resolve(module).resolve("src/main/java")))
                .filter(source -> METER_IMPORT.matcher(source).find())
                .toList();
    }

    private static Stream<String> sources(Path directory) {
        try (Stream<Path> files = Files.walk(directory)) {
            return files
                    .filter(file -> file.toString().endsWith(".java"))
                    .map(MetricsAndAlertsPageTest::read)
                    .toList()
                    .stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
