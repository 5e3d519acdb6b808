package dev.lockrace.lab.docker;

import dev.lockrace.race.RaceQueues;
import java.net.URI;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/** RabbitMQ's queues, over its management interface. */
record RabbitQueues(URI management, JsonHttp http) {

    JsonNode queue(String name) {
        return http.get(management.resolve("/api/queues/%2F/" + name));
    }

    /** Puts a message among the tasks. */
    void publishTask(String body) {
        JsonNode answer = http.post(
                management.resolve("/api/exchanges/%2F/amq.default/publish"),
                Map.of(
                        "properties",
                        Map.of("delivery_mode", 2),
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
