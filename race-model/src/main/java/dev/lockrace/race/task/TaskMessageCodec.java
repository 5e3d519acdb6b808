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
 * Writes and reads {@link TaskMessage} as JSON with a fixed schema: no type names, no unknown, missing or repeated
 * fields, and no value of another type than the field's.
 */
public final class TaskMessageCodec {

    /** The media type of a task message. */
    public static final String CONTENT_TYPE = "application/json";

    /** The longest message, in bytes: a valid one is far shorter, also with every character escaped. */
    public static final int MAX_BYTES = 65_536;

    private static final Map<String, RecordComponent> FIELDS = Arrays.stream(TaskMessage.class.getRecordComponents())
            .collect(Collectors.toMap(RecordComponent::getName, Function.identity()));

    private static final List<Class<?>> NO_TEXTS = List.of(int.class, boolean.class);

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

    public byte[] write(TaskMessage task) {
        return mapper.writeValueAsBytes(task);
    }

    /**
     * Reads a task.
     *
     * @throws InvalidTaskException if the bytes are too many, no JSON, of a later version, or break a rule of {@link TaskMessage};
     *     the message names field and value, on one line
     */
    public TaskMessage read(byte[] json) {
        JsonNode tree = tree(json);
        refuseLaterVersion(tree.path("version"));
        checkNames(tree.propertyNames());
        FIELDS.values().forEach(field -> checkKind(field, tree.path(field.getName())));
        try {
            return mapper.treeToValue(tree, TaskMessage.class);
        } catch (JacksonException e) {
            throw refusal(tree, e);
        }
    }

    private JsonNode tree(byte[] json) {
        if (json.length > MAX_BYTES) {
            throw new InvalidTaskException(
                    "A task message must have at most %d bytes, was one of %d bytes".formatted(MAX_BYTES, json.length));
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

    /** Before the fields are looked at: a later version may well have others. */
    private static void refuseLaterVersion(JsonNode version) {
        if (version.isNumber() && version.asLong(0) > TaskMessage.VERSION) {
            throw new InvalidTaskException("Task message of version %s, this worker reads up to %d: upgrade the workers"
                    .formatted(version.asString(), TaskMessage.VERSION));
        }
    }

    private static void checkNames(Collection<String> names) {
        for (String name : names) {
            if (!FIELDS.containsKey(name)) {
                throw new InvalidTaskException("A task message has no field '%s'".formatted(name));
            }
        }
        for (String field : FIELDS.keySet()) {
            if (!names.contains(field)) {
                throw new InvalidTaskException("A task message must have the field '%s'".formatted(field));
            }
        }
    }

    /** The mapper would read some texts from numbers, too. */
    private static void checkKind(RecordComponent field, JsonNode value) {
        if (value.isNull() || (!NO_TEXTS.contains(field.getType()) && !value.isString())) {
            throw new InvalidTaskException(wrongType(field, value));
        }
    }

    private static InvalidTaskException refusal(JsonNode tree, JacksonException e) {
        if (e.getCause() instanceof InvalidTaskException broken) {
            return broken;
        }
        String name = e.getPath().isEmpty() ? "" : e.getPath().get(0).getPropertyName();
        RecordComponent field = FIELDS.get(name);
        return new InvalidTaskException(
                field == null
                        ? "A task message can't be read: " + e.getOriginalMessage()
                        : wrongType(field, tree.path(name)),
                e);
    }

    private static String wrongType(RecordComponent field, JsonNode value) {
        return "%s must be of type %s, was: %s"
                .formatted(field.getName(), field.getType().getSimpleName(), value);
    }
}
