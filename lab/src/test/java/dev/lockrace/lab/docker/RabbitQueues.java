package dev.lockrace.lab.docker;

import dev.lockrace.race.task.RaceQueues;
import java.net.URI;
import java.util.HashMap;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/** RabbitMQ's queues, through the management interface. */
record RabbitQueues(URI management, JsonHttp http) {

    JsonNode queue(String name) {
        return http.get(address(name));
    }

    private URI address(String queue) {
        return management.resolve("/api/queues/%2F/" + queue);
    }

    /** Replaces a queue by an empty durable one with other arguments. */
    void replace(String queue, Map<String, Object> arguments) {
        delete(queue);
        http.put(address(queue), Map.of("durable", true, "arguments", arguments));
    }

    void delete(String queue) {
        http.delete(address(queue));
    }

    /** Publishes a message to the queue of tasks. */
    void publishTask(String body) {
        publishTask(body, Map.of());
    }

    /** Publishes a message with additional properties to the queue of tasks. */
    void publishTask(String body, Map<String, Object> properties) {
        Map<String, Object> persistent = new HashMap<>(properties);
        persistent.put("delivery_mode", 2);
        JsonNode response = http.post(
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
        if (!response.required("routed").asBoolean()) {
            throw new AssertionError("RabbitMQ did not route the message " + body);
        }
    }
}
