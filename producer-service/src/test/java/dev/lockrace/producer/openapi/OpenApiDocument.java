package dev.lockrace.producer.openapi;

import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** The OpenAPI document: what springdoc derives from the controllers, merged with the descriptions. */
final class OpenApiDocument {

    /** Reads its query parameters from a map, of which springdoc knows nothing. They are the fields of the request. */
    private static final String HELLO = "/hello";

    /** The exceptions among the schemas: no controller returns the first, and the second is the map of hello. */
    private static final Set<String> NOT_IN_BOTH = Set.of("Problem", "MultiValueMapStringString");

    /** The schemas of which not all fields are always present. */
    private static final Set<String> WITH_OPTIONAL_FIELDS = Set.of("Problem", "RunRequest");

    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private OpenApiDocument() {}

    /** Returns the document in the order of the descriptions, as text that ends with a line feed. */
    static String text(JsonNode derived, ObjectNode descriptions) {
        ObjectNode document = (ObjectNode) merged(descriptions, derived);
        document.path("components").path("schemas").properties().forEach(OpenApiDocument::complete);
        ObjectNode hello = (ObjectNode) document.path("paths").path(HELLO).path("get");
        hello.set(
                "parameters",
                parameters(document.path("components").path("schemas").path("RunRequest")));
        return JsonMapper.builder()
                        .enable(SerializationFeature.INDENT_OUTPUT)
                        .build()
                        .writeValueAsString(document)
                        .replace("\r\n", "\n")
                + "\n";
    }

    /** Returns the names of all operations, parameters, schemas and fields. */
    static Set<String> names(JsonNode document) {
        Set<String> names = new TreeSet<>();
        document.path("paths")
                .properties()
                .forEach(path -> path.getValue().properties().forEach(method -> {
                    String operation = method.getKey() + " " + path.getKey();
                    names.add(operation);
                    if (!path.getKey().equals(HELLO)) {
                        addParameters(operation, method.getValue().path("parameters"), names);
                    }
                }));
        document.path("components").path("schemas").properties().stream()
                .filter(schema -> !NOT_IN_BOTH.contains(schema.getKey()))
                .forEach(schema -> schema.getValue()
                        .path("properties")
                        .propertyNames()
                        .forEach(field -> names.add(schema.getKey() + "." + field)));
        return names;
    }

    private static void addParameters(String operation, JsonNode parameters, Set<String> names) {
        if (parameters.isArray()) {
            parameters.forEach(parameter ->
                    names.add(operation + " " + parameter.path("name").asString()));
        } else {
            parameters.propertyNames().forEach(name -> names.add(operation + " " + name));
        }
    }

    /** Merges recursively. A description takes precedence, and a null removes the derived value. */
    private static JsonNode merged(JsonNode description, @Nullable JsonNode derived) {
        if (description.isObject() && derived != null && derived.isArray()) {
            return mergedParameters(description, derived);
        }
        if (!description.isObject()) {
            return description;
        }
        ObjectNode merged = NODES.objectNode();
        description.properties().stream()
                .filter(entry -> !entry.getValue().isNull())
                .forEach(entry -> merged.set(
                        entry.getKey(),
                        merged(entry.getValue(), derived == null ? null : derived.get(entry.getKey()))));
        if (derived != null) {
            derived.properties().stream()
                    .filter(entry -> !description.has(entry.getKey()))
                    .forEach(entry -> merged.set(entry.getKey(), entry.getValue()));
        }
        return merged;
    }

    private static ArrayNode mergedParameters(JsonNode descriptions, JsonNode derived) {
        ArrayNode merged = NODES.arrayNode();
        derived.forEach(parameter -> merged.add(merged(
                descriptions.path(parameter.path("name").asString()).isObject()
                        ? descriptions.path(parameter.path("name").asString())
                        : NODES.objectNode(),
                parameter)));
        return merged;
    }

    /** Adds the type null to the nullable fields and names the fields that are always present. */
    private static void complete(Map.Entry<String, JsonNode> schema) {
        JsonNode fields = schema.getValue().path("properties");
        fields.forEach(field -> {
            JsonNode nullable = ((ObjectNode) field).remove("nullable");
            if (nullable != null && nullable.asBoolean()) {
                String type = field.path("type").asString();
                ((ObjectNode) field).putArray("type").add(type).add("null");
                if (field.path("enum") instanceof ArrayNode values) {
                    values.addNull();
                }
            }
        });
        if (!WITH_OPTIONAL_FIELDS.contains(schema.getKey())) {
            ArrayNode required = ((ObjectNode) schema.getValue()).putArray("required");
            fields.propertyNames().forEach(required::add);
        }
    }

    private static ArrayNode parameters(JsonNode schema) {
        ArrayNode parameters = NODES.arrayNode();
        for (Map.Entry<String, JsonNode> field : schema.path("properties").properties()) {
            ObjectNode type = ((ObjectNode) field.getValue()).deepCopy();
            parameters
                    .addObject()
                    .put("name", field.getKey())
                    .put("in", "query")
                    .set("description", type.remove("description"))
                    .set("schema", type);
        }
        return parameters;
    }
}
