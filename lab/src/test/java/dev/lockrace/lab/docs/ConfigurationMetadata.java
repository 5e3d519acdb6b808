package dev.lockrace.lab.docs;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The configuration metadata that Spring's annotation processor wrote for a module. */
record ConfigurationMetadata(List<Property> properties) {

    private static final Path FILE = Path.of("target/classes/META-INF/spring-configuration-metadata.json");

    /**
     * A property.
     *
     * @param defaultValue null if there is none
     * @param values the values that the hints name
     * @param open whether values that the hints do not name are permitted too
     */
    record Property(
            String name,
            String type,
            @Nullable String defaultValue,
            String description,
            List<String> values,
            boolean open) {

        private static Property of(JsonNode property, JsonNode hints) {
            JsonNode defaultValue = property.path("defaultValue");
            String name = property.path("name").asString();
            List<JsonNode> ofProperty = stream(hints)
                    .filter(hint -> hint.path("name").asString().equals(name))
                    .toList();
            return new Property(
                    name,
                    property.path("type").asString(),
                    defaultValue.isMissingNode() || defaultValue.asString().isEmpty() ? null : defaultValue.asString(),
                    property.path("description").asString(""),
                    ofProperty.stream()
                            .flatMap(hint -> stream(hint.path("values")))
                            .map(value -> value.path("value").asString())
                            .toList(),
                    ofProperty.stream()
                            .flatMap(hint -> stream(hint.path("providers")))
                            .anyMatch(
                                    provider -> provider.path("name").asString().equals("any")));
        }
    }

    static boolean exists(Path module) {
        return Files.exists(module.resolve(FILE));
    }

    static ConfigurationMetadata of(Path module) {
        JsonNode metadata = new JsonMapper().readTree(module.resolve(FILE).toFile());
        return new ConfigurationMetadata(stream(metadata.path("properties"))
                .map(property -> Property.of(property, metadata.path("hints")))
                .toList());
    }

    private static Stream<JsonNode> stream(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false);
    }
}
