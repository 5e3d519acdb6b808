package dev.lockrace.lab.docker;

import dev.lockrace.race.RaceQueues;
import java.net.URI;
import java.util.HashMap;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/** RabbitMQ's queues, over its management interface. */
record RabbitQueues(URI management, JsonHttp http) {

    JsonNode queue(String name) {
        return http.get(management.resolve("/api/queues/%2F/" + name));
    }

    /** Puts a message among the tasks. */
    void publishTask(String body) {
        publishTask(body, Map.of());
    }

    /** Puts a message with properties of its own among the tasks. */
    void publishTask(String body, Map<String, Object> properties) {
        Map<String, Object> persistent = new HashMap<>(properties);
        persistent.put("delivery_mode", 2);
        JsonNode answer = http.post(
                management.resolve("/api/exchanges/%2F/amq.default/publish"),
                Map.of(
                        "properties",
                        persistent,
                        "routing_key",
                        RaceQueues.TASKS,
                        "payload",
                        body,
                        "payload_encoding",
                        "string"));
        if (!answer.required("routed").asBoolean()) {
            throw new AssertionError("RabbitMQ routed it nowhere: " + body);
        }
    }
}
