package dev.lockrace.lab.docs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockrace.lab.docs.ConfigurationMetadata.Property;
import dev.lockrace.testsupport.GeneratedText;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.boot.env.YamlPropertySourceLoader;
import org.springframework.core.env.EnumerablePropertySource;
import org.springframework.core.io.FileSystemResource;

/** The tables in {@code docs/operations/configuration.md} match the configuration metadata and the services' files. */
class ConfigurationPageTest {

    private static final Path ROOT = Path.of("..");
    private static final Path PAGE = ROOT.resolve("docs/operations/configuration.md");
    private static final String PREFIX = "lockrace.";

    /** The modules with properties, and the programs that read them. */
    private static final Map<String, String> PROGRAMS = new TreeMap<>(Map.of(
            "lock-backends", "library, worker",
            "producer-service", "producer",
            "worker-service", "worker"));

    private static final Map<String, String> TYPES = Map.of(
            "java.lang.String", "text",
            "java.lang.Integer", "whole number",
            "java.lang.Long", "whole number",
            "java.lang.Boolean", "`true` or `false`",
            "java.time.Duration", "duration",
            "java.util.List<java.lang.String>", "list of texts");

    private record Row(String program, Property property) {}

    @Test
    void page_lists_every_property() {
        Map<String, String> worker = settings("worker-service");
        String rows = rows().map(row -> row(row, worker)).collect(Collectors.joining());

        GeneratedText.section(PAGE, "properties", ConfigurationPageTest.class)
                .assertEquals("| property | type | default | where | meaning |\n|---|---|---|---|---|\n" + rows);
    }

    @Test
    void page_lists_the_values_that_the_services_set() {
        Map<String, String> producer = settings("producer-service");
        Map<String, String> worker = settings("worker-service");
        TreeSet<String> names = new TreeSet<>(producer.keySet());
        names.addAll(worker.keySet());
        String rows = names.stream()
                .filter(name -> !name.startsWith(PREFIX))
                .map(name -> "| `%s` | %s | %s |\n".formatted(name, setting(producer, name), setting(worker, name)))
                .collect(Collectors.joining());

        GeneratedText.section(PAGE, "services", ConfigurationPageTest.class)
                .assertEquals("| property | producer | worker |\n|---|---|---|\n" + rows);
    }

    @Test
    void descriptions_are_plain_sentences() {
        assertThat(rows().map(Row::property))
                .isNotEmpty()
                .allSatisfy(property -> assertThat(property.description())
                        .as(property.name())
                        .matches("[A-Z].*\\.")
                        .doesNotContain("{@", "<", "|"));
    }

    @Test
    void every_module_with_properties_is_on_the_page() throws IOException {
        try (Stream<Path> modules = Files.list(ROOT)) {
            assertThat(modules.filter(ConfigurationMetadata::exists)
                            .map(module -> module.getFileName().toString()))
                    .containsExactlyInAnyOrderElementsOf(PROGRAMS.keySet());
        }
    }

    private static Stream<Row> rows() {
        return PROGRAMS.entrySet().stream()
                .flatMap(entry -> ConfigurationMetadata.of(ROOT.resolve(entry.getKey())).properties().stream()
                        .map(property -> new Row(entry.getValue(), property)))
                .sorted(Comparator.comparing((Row row) -> row.property().name()));
    }

    private static String row(Row row, Map<String, String> worker) {
        Property property = row.property();
        String inWorker = row.program().contains("worker") ? worker.get(property.name()) : null;
        String defaultValue = value(property.defaultValue());
        if (inWorker != null && !inWorker.equals(property.defaultValue())) {
            defaultValue = row.program().equals("worker")
                    ? value(inWorker)
                    : defaultValue + "; in the worker " + value(inWorker);
        }
        return "| `%s` | %s | %s | %s | %s |\n"
                .formatted(property.name(), type(property), defaultValue, row.program(), property.description());
    }

    private static String type(Property property) {
        String values =
                property.values().stream().map(ConfigurationPageTest::value).collect(Collectors.joining(", "));
        if (!values.isEmpty() && !property.open()) {
            return values;
        }
        String type =
                Objects.requireNonNull(TYPES.get(property.type()), () -> "No words for the type " + property.type());
        return values.isEmpty() ? type : type + ", such as " + values;
    }

    private static String setting(Map<String, String> settings, String name) {
        return settings.containsKey(name) ? value(settings.get(name)) : "default";
    }

    private static String value(@Nullable String value) {
        return value == null ? "none" : "`" + value.replace("|", "\\|") + "`";
    }

    /** Returns the values of the file that both services share and of the service's own file, which takes precedence. */
    private static Map<String, String> settings(String service) {
        Map<String, String> settings = new TreeMap<>();
        List.of(
                        "service-support/src/main/resources/lockrace-service.yml",
                        service + "/src/main/resources/application.yml")
                .forEach(file -> settings.putAll(load(ROOT.resolve(file))));
        return settings;
    }

    private static Map<String, String> load(Path file) {
        try {
            Map<String, String> values = new TreeMap<>();
            new YamlPropertySourceLoader()
                    .load(file.toString(), new FileSystemResource(file)).stream()
                            .map(source -> (EnumerablePropertySource<?>) source)
                            .forEach(source -> Stream.of(source.getPropertyNames())
                                    .forEach(name -> values.put(name, String.valueOf(source.getProperty(name)))));
            return values;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
