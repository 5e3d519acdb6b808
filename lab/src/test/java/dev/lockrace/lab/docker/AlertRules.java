package dev.lockrace.lab.docker;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** The alert rules of Prometheus and their tests, read from their files. */
record AlertRules(Map<String, Object> rules, Map<String, Object> tests) {

    static final Path DIRECTORY = Path.of("..").toAbsolutePath().normalize().resolve("deploy/prometheus");
    static final String TESTS = "alerts-test.yml";

    static AlertRules read() {
        return new AlertRules(yaml("alerts.yml"), yaml(TESTS));
    }

    private static Map<String, Object> yaml(String file) {
        try {
            return new Yaml(new SafeConstructor(new LoaderOptions())).load(Files.readString(DIRECTORY.resolve(file)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    List<Map<String, Object>> alerts() {
        return all(rules, "groups").flatMap(group -> all(group, "rules")).toList();
    }

    /** Returns the names of the alerts that a test expects to fire. */
    Set<String> firing() {
        return all(tests, "tests")
                .flatMap(test -> all(test, "alert_rule_test"))
                .filter(test -> all(test, "exp_alerts").findAny().isPresent())
                .map(test -> text(test, "alertname"))
                .collect(Collectors.toSet());
    }

    /** Returns the input series of the tests, without the instance. */
    Set<String> series() {
        return all(tests, "tests")
                .flatMap(test -> all(test, "input_series"))
                .map(series -> text(series, "series").replaceAll("instance=\"[^\"]*\",? *", ""))
                .collect(Collectors.toSet());
    }

    static String text(Map<String, Object> node, String name) {
        return Objects.requireNonNull(node.get(name), () -> name + " of " + node)
                .toString();
    }

    @SuppressWarnings("unchecked")
    private static Stream<Map<String, Object>> all(Map<String, Object> node, String name) {
        Object list = Objects.requireNonNull(node.get(name), () -> name + " of " + node);
        return ((List<Map<String, Object>>) list).stream();
    }
}
