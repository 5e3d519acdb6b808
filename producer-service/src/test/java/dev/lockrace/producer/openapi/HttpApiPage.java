package dev.lockrace.producer.openapi;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** The Markdown of an OpenAPI document: first the operations by tag, then the fields of the schemas. */
final class HttpApiPage {

    private static final String SCHEMAS = "#/components/schemas/";

    private final JsonMapper json =
            JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();
    private final JsonNode document;
    private final StringBuilder page = new StringBuilder();

    private HttpApiPage(JsonNode document) {
        this.document = document;
    }

    static String of(JsonNode document) {
        HttpApiPage page = new HttpApiPage(document);
        document.path("tags").forEach(page::addTag);
        page.add("## Error answers\n");
        document.path("components").path("responses").properties().forEach(page::addError);
        page.add("## Fields\n");
        document.path("components").path("schemas").properties().forEach(page::addSchema);
        return page.page.substring(0, page.page.length() - 1);
    }

    private void addTag(JsonNode tag) {
        String name = tag.path("name").asString();
        add("## %s\n".formatted(name));
        add(tag.path("description").asString() + "\n");
        document.path("paths")
                .properties()
                .forEach(path -> path.getValue().properties().stream()
                        .filter(method -> method.getValue()
                                .path("tags")
                                .path(0)
                                .asString()
                                .equals(name))
                        .forEach(method -> addOperation(path.getKey(), method)));
    }

    private void addOperation(String path, Map.Entry<String, JsonNode> method) {
        JsonNode operation = method.getValue();
        add("### %s %s\n".formatted(method.getKey().toUpperCase(Locale.ROOT), path));
        add((operation.path("summary").asString() + " "
                                + operation.path("description").asString(""))
                        .strip()
                + (operation.has("security") ? " Requires the [token](#access)." : "")
                + "\n");
        addParameters(operation.path("parameters"));
        JsonNode body = operation
                .path("requestBody")
                .path("content")
                .path("application/json")
                .path("schema");
        if (!body.isMissingNode()) {
            add("Body: %s, optional.\n".formatted(type(body)));
        }
        addResponses(operation.path("responses"));
    }

    private void addParameters(JsonNode parameters) {
        if (parameters.isEmpty()) {
            return;
        }
        add("| parameter | type | default | meaning |\n|---|---|---|---|");
        parameters.forEach(parameter -> add("| `%s` | %s | %s | %s |"
                .formatted(
                        parameter.path("name").asString(),
                        type(parameter.path("schema")),
                        defaultValue(parameter.path("schema")),
                        parameter.path("description").asString())));
        add("");
    }

    private void addResponses(JsonNode responses) {
        add("| status | answer | meaning |\n|---|---|---|");
        responses.properties().stream()
                .filter(status -> !status.getValue().has("$ref"))
                .forEach(status -> add("| %s | %s | %s |"
                        .formatted(
                                status.getKey(),
                                content(status.getValue()),
                                status.getValue().path("description").asString())));
        add("\nErrors: %s.\n"
                .formatted(responses.properties().stream()
                        .filter(status -> status.getValue().has("$ref"))
                        .map(status -> "[%s](#%s)"
                                .formatted(
                                        status.getKey(),
                                        anchor(name(
                                                status.getValue().path("$ref").asString()))))
                        .collect(Collectors.joining(", "))));
        responses.forEach(response -> examples(response).forEach(this::add));
    }

    private void addError(Map.Entry<String, JsonNode> response) {
        add("### %s\n".formatted(response.getKey()));
        add(response.getValue().path("description").asString() + "\n");
        examples(response.getValue()).forEach(this::add);
    }

    private String content(JsonNode response) {
        String types = response.path("content").properties().stream()
                .map(type -> type.getKey().equals("text/plain")
                        ? "text"
                        : type(type.getValue().path("schema")))
                .collect(Collectors.joining(" or "));
        return types.isEmpty() ? "none" : types;
    }

    private List<String> examples(JsonNode response) {
        return response.path("content").properties().stream()
                .flatMap(content -> Stream.of(
                                content.getValue().path("example"),
                                resolved(content.getValue().path("schema")).path("example"))
                        .filter(example -> !example.isMissingNode())
                        .limit(1))
                .map(example -> example.isString()
                        ? "```\n%s```\n".formatted(example.asString())
                        : "```json\n%s\n```\n".formatted(json.writeValueAsString(example)))
                .toList();
    }

    private void addSchema(Map.Entry<String, JsonNode> schema) {
        add("### %s\n".formatted(schema.getKey()));
        add(schema.getValue().path("description").asString() + "\n");
        add("| field | type | default | meaning |\n|---|---|---|---|");
        schema.getValue()
                .path("properties")
                .properties()
                .forEach(field -> add("| `%s` | %s | %s | %s |"
                        .formatted(
                                field.getKey(),
                                type(field.getValue()),
                                defaultValue(field.getValue()),
                                field.getValue().path("description").asString())));
        add("");
    }

    private static String defaultValue(JsonNode schema) {
        return schema.has("default") ? "`%s`".formatted(schema.path("default").asString()) : "";
    }

    private String type(JsonNode schema) {
        String reference = schema.path("$ref").asString("");
        if (reference.startsWith(SCHEMAS)) {
            return "[%s](#%s)".formatted(name(reference), anchor(name(reference)));
        }
        if (schema.has("enum")) {
            return stream(schema.path("enum"))
                    .filter(value -> !value.isNull())
                    .map(value -> "`%s`".formatted(value.asString()))
                    .collect(Collectors.joining(", "));
        }
        String name = stream(schema.path("type"), schema.path("type"))
                .map(JsonNode::asString)
                .filter(type -> !type.equals("null"))
                .collect(Collectors.joining());
        return switch (name) {
            case "array" -> "list of " + type(schema.path("items"));
            case "integer" ->
                schema.has("maximum")
                        ? "%,d to %,d"
                                .formatted(
                                        schema.path("minimum").asLong(),
                                        schema.path("maximum").asLong())
                        : "number";
            case "boolean" -> "`true` or `false`";
            case "object" -> "object";
            case "string" ->
                switch (schema.path("format").asString("")) {
                    case "uuid" -> "UUID";
                    case "date-time" -> "time (ISO 8601)";
                    case "duration" -> "duration (ISO 8601)";
                    default -> "text";
                };
            default -> throw new IllegalArgumentException("No words for the type of " + schema);
        };
    }

    private static String name(String reference) {
        return reference.substring(reference.lastIndexOf('/') + 1);
    }

    private static String anchor(String heading) {
        return heading.toLowerCase(Locale.ROOT);
    }

    /** Returns the elements of an array, or the single value. */
    private static Stream<JsonNode> stream(JsonNode array, JsonNode single) {
        return array.isArray() ? stream(array) : Stream.of(single);
    }

    private static Stream<JsonNode> stream(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false);
    }

    private JsonNode resolved(JsonNode node) {
        String reference = node.path("$ref").asString("");
        return reference.isEmpty() ? node : document.at(reference.substring(1));
    }

    private void add(String line) {
        page.append(line).append('\n');
    }
}
