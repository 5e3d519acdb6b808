package dev.lockrace.race.task;

import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * The JSON codec of {@link TaskMessage}, with a fixed schema: no type names, no unknown, missing or repeated fields, no
 * value of another type than its field. Thread-safe.
 */
public final class TaskMessageCodec {

    /** The media type of a task message. */
    public static final String CONTENT_TYPE = "application/json";

    /** The maximum size of a message. A valid message is far shorter, even with every character escaped. */
    public static final int MAX_BYTES = 65_536;

    private static final Map<String, RecordComponent> FIELDS = Arrays.stream(TaskMessage.class.getRecordComponents())
            .collect(Collectors.toMap(RecordComponent::getName, Function.identity()));

    private static final List<Class<?>> NON_TEXT_TYPES = List.of(int.class, boolean.class);

    private final JsonMapper mapper = JsonMapper.builder()
            .enable(
                    DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES,
                    DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES,
                    DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES,
                    DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES,
                    DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY,
                    DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
            .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
            .build();

    /** Writes a task as JSON in UTF-8. */
    public byte[] write(TaskMessage task) {
        return mapper.writeValueAsBytes(task);
    }

    /**
     * Reads a task.
     *
     * @throws InvalidTaskException if the message is too long, not JSON, of a later version or not a valid {@link
     *     TaskMessage}; its message names the field and the value on one line
     */
    public TaskMessage read(byte[] json) {
        JsonNode tree = tree(json);
        rejectLaterVersion(tree.path("version"));
        checkNames(tree.propertyNames());
        FIELDS.values().forEach(field -> checkKind(field, tree.path(field.getName())));
        try {
            return mapper.treeToValue(tree, TaskMessage.class);
        } catch (JacksonException e) {
            throw invalid(tree, e);
        }
    }

    private JsonNode tree(byte[] json) {
        if (json.length > MAX_BYTES) {
            throw new InvalidTaskException(
                    "A task message must have at most %d bytes, had %d".formatted(MAX_BYTES, json.length));
        }
        JsonNode tree;
        try {
            tree = mapper.readTree(json);
        } catch (JacksonException e) {
            throw new InvalidTaskException("A task message must be JSON: " + e.getOriginalMessage(), e);
        }
        if (!tree.isObject()) {
            throw new InvalidTaskException("A task message must be a JSON object, was: '%s'".formatted(tree));
        }
        return tree;
    }

    /** Runs before the fields are checked, since a later version may have other fields. */
    private static void rejectLaterVersion(JsonNode version) {
        if (version.isNumber() && version.asLong(0) > TaskMessage.VERSION) {
            throw new InvalidTaskException(
                    "Unknown task message version %s. This worker reads versions up to %d: upgrade the workers"
                            .formatted(version.asString(), TaskMessage.VERSION));
        }
    }

    private static void checkNames(Collection<String> names) {
        for (String name : names) {
            if (!FIELDS.containsKey(name)) {
                throw new InvalidTaskException("Unknown field '%s' in a task message".formatted(name));
            }
        }
        for (String field : FIELDS.keySet()) {
            if (!names.contains(field)) {
                throw new InvalidTaskException("A task message must have the field '%s'".formatted(field));
            }
        }
    }

    /** Rejects numbers for text fields, which the mapper would convert. */
    private static void checkKind(RecordComponent field, JsonNode value) {
        if (value.isNull() || (!NON_TEXT_TYPES.contains(field.getType()) && !value.isString())) {
            throw new InvalidTaskException(wrongType(field, value));
        }
    }

    private static InvalidTaskException invalid(JsonNode tree, JacksonException e) {
        if (e.getCause() instanceof InvalidTaskException invalid) {
            return invalid;
        }
        String name = e.getPath().isEmpty() ? "" : e.getPath().get(0).getPropertyName();
        RecordComponent field = FIELDS.get(name);
        return new InvalidTaskException(
                field == null
                        ? "Cannot read a task message: " + e.getOriginalMessage()
                        : wrongType(field, tree.path(name)),
                e);
    }

    private static String wrongType(RecordComponent field, JsonNode value) {
        return "%s must be of type %s, was: %s"
                .formatted(field.getName(), field.getType().getSimpleName(), value);
    }
}
