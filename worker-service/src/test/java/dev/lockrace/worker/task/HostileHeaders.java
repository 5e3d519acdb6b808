package dev.lockrace.worker.task;

import com.rabbitmq.client.AMQP.BasicProperties;
import dev.lockrace.race.task.RaceQueues;
import dev.lockrace.testsupport.HostileInputs;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** A generator of message properties that have a meaning for Spring, RabbitMQ or the worker, with random values. */
final class HostileHeaders {

    private static final int MAX_PROPERTY_LENGTH = 50;

    private static final List<String> NAMES = List.of(
            "__TypeId__",
            "__ContentTypeId__",
            "springBatchFormat",
            "spring_listener_return_correlation",
            "spring_returned_message_correlation",
            "x-death",
            "x-delay",
            "x-retries-count",
            "x-delivery-count",
            "CC",
            "id",
            "timestamp",
            "contentType",
            "errorChannel",
            "replyChannel",
            RaceQueues.REASON_HEADER,
            RaceQueues.DEAD_LETTER_ID_HEADER,
            RaceQueues.WORKER_HEADER);

    private static final List<String> CONTENT_TYPES = List.of(
            "application/json",
            "application/json;charset=utf-16",
            "application/x-java-serialized-object",
            "text/plain;charset=none",
            "application/xml");

    private final HostileInputs inputs;
    private final List<Supplier<Object>> values;

    HostileHeaders(HostileInputs inputs) {
        this.inputs = inputs;
        this.values = List.of(
                inputs::text,
                () -> inputs.oneOf(List.of("java.util.HashMap", "lengthHeader4", "lockrace.tasks", "error")),
                () -> inputs.number(Integer.MAX_VALUE),
                () -> inputs.bytes(20),
                () -> List.of(inputs.text(), 1),
                () -> List.of(Map.of("count", inputs.text())),
                () -> Map.of(shortText(), inputs.text()));
    }

    BasicProperties any() {
        BasicProperties.Builder properties = new BasicProperties.Builder().headers(headers());
        if (inputs.number(2) == 0) {
            properties
                    .deliveryMode(inputs.number(256))
                    .priority(inputs.number(256))
                    .contentType(inputs.number(2) == 0 ? inputs.oneOf(CONTENT_TYPES) : shortText())
                    .contentEncoding(shortText())
                    .correlationId(shortText())
                    .replyTo(shortText())
                    .messageId(shortText())
                    .type(shortText())
                    .appId(shortText());
        }
        return properties.build();
    }

    private Map<String, Object> headers() {
        Map<String, Object> headers = new HashMap<>();
        for (int count = inputs.number(4); count > 0; count--) {
            headers.put(
                    inputs.number(5) > 0 ? inputs.oneOf(NAMES) : shortText(),
                    inputs.oneOf(values).get());
        }
        return headers;
    }

    /** Returns a text that fits into AMQP's limit of 255 bytes. */
    private String shortText() {
        return inputs.text()
                .codePoints()
                .limit(MAX_PROPERTY_LENGTH)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }
}
