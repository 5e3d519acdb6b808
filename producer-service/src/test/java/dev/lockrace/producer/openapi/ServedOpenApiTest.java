package dev.lockrace.producer.openapi;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockrace.producer.Http;
import dev.lockrace.producer.Http.Answer;
import dev.lockrace.producer.ProducerTest;
import dev.lockrace.service.http.ResponseHeaders;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import tools.jackson.databind.JsonNode;

/** The producer serves its OpenAPI document, and answers as the document says. */
@ProducerTest
class ServedOpenApiTest {

    @Autowired
    private Http http;

    @BeforeEach
    void clear() {
        assertThat(http.delete("/runs?force=true").status()).isEqualTo(204);
    }

    private JsonNode document() {
        return http.get("/openapi.json").json();
    }

    @Test
    void document_is_served_as_json_with_the_security_headers() {
        Answer answer = http.get("/openapi.json");

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.contentType()).isEqualTo("application/json");
        assertThat(answer.json().path("openapi").asString()).startsWith("3.");
        ResponseHeaders.DEFAULTS.forEach(
                (name, value) -> assertThat(answer.response().headers().firstValue(name))
                        .as(name)
                        .hasValue(value));
    }

    @Test
    void document_is_read_only_and_springdoc_is_not_enabled() {
        assertThat(http.post("/openapi.json", "{}").status()).isEqualTo(405);
        assertThat(http.get("/v3/api-docs").status()).isEqualTo(404);
    }

    @Test
    void answers_have_the_documented_fields() {
        JsonNode started = http.getAccepting("application/json", "/hello?tasks=2&hold=1ms&backend=redis&fencing=true")
                .json();
        String run = started.path("links").path("self").asString();

        assertFields("StartedRun", started);
        assertFields("RunSummary", http.get("/runs").json().path(0));
        assertFields("RunReport", http.get(run).json());
        assertFields("DeadLetterPage", http.get("/dead-letters").json());
        assertFields("Retried", http.post("/dead-letters/retry", "").json());
    }

    @Test
    void problems_have_documented_fields_only() {
        Set<String> documented = fields(document().at("/components/schemas/Problem/properties"));

        assertThat(documented).containsAll(fields(http.get("/runs?limit=0").json()));
        assertThat(documented).containsAll(fields(http.get("/dead-letters/1").json()));
    }

    @Test
    void documented_limits_are_enforced() {
        for (String path : new String[] {"/runs", "/dead-letters"}) {
            JsonNode limit = document().path("paths").path(path).at("/get/parameters/0/schema");
            long min = limit.path("minimum").asLong();
            long max = limit.path("maximum").asLong();

            assertThat(http.get(path + "?limit=" + min).status()).isEqualTo(200);
            assertThat(http.get(path + "?limit=" + max).status()).isEqualTo(200);
            http.get(path + "?limit=" + (min - 1)).problem(400);
            http.get(path + "?limit=" + (max + 1)).problem(400);
        }
    }

    private void assertFields(String schema, JsonNode answer) {
        JsonNode properties =
                document().path("components").path("schemas").path(schema).path("properties");

        assertThat(fields(answer)).as(schema).isEqualTo(fields(properties));
        properties.properties().forEach(property -> {
            if (answer.path(property.getKey()).isNull()) {
                assertThat(property.getValue().path("type").toString())
                        .as("%s.%s is null", schema, property.getKey())
                        .contains("null");
            }
            String reference = property.getValue().path("$ref").asString("");
            if (!reference.isEmpty()) {
                assertFields(reference.substring(reference.lastIndexOf('/') + 1), answer.path(property.getKey()));
            }
        });
    }

    private static Set<String> fields(JsonNode object) {
        return new TreeSet<>(object.propertyNames());
    }
}
