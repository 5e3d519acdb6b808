package dev.lockrace.producer.openapi;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockrace.producer.Http;
import dev.lockrace.producer.Http.Answer;
import dev.lockrace.producer.ProducerTest;
import dev.lockrace.testsupport.GeneratedText;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.test.context.TestPropertySource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * The OpenAPI document and {@code docs/reference/http-api.md} match the controllers and the descriptions in {@code
 * openapi.yml}.
 */
@ProducerTest
@TestPropertySource(
        properties = {
            "springdoc.api-docs.enabled=true",
            "springdoc.default-produces-media-type=application/json",
            "springdoc.override-with-generic-response=false",
            "springdoc.paths-to-exclude=/error",
            "springdoc.writer-with-order-by-keys=true"
        })
class OpenApiTest {

    private static final Path DOCUMENT = Path.of("src/main/resources/static/openapi.json");
    private static final Path PAGE = Path.of("../docs/reference/http-api.md");

    @Autowired
    private Http http;

    private JsonNode derived() {
        Answer answer = http.get("/v3/api-docs");
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        return answer.json();
    }

    private static JsonNode tracked() throws IOException {
        return new JsonMapper().readTree(Files.readString(DOCUMENT));
    }

    @Test
    void openapi_yml_describes_exactly_the_operations_parameters_and_fields_of_the_code() {
        assertThat(OpenApiDocument.names(ApiDescriptions.load())).isEqualTo(OpenApiDocument.names(derived()));
    }

    @Test
    void document_is_current() {
        ObjectNode descriptions = ApiDescriptions.load();

        assertThat(descriptions.toString()).as("constants without a value").doesNotContain("${");
        GeneratedText.file(DOCUMENT, OpenApiTest.class).assertEquals(OpenApiDocument.text(derived(), descriptions));
    }

    @Test
    void page_is_current() {
        JsonNode document = new JsonMapper().readTree(OpenApiDocument.text(derived(), ApiDescriptions.load()));

        GeneratedText.section(PAGE, "api", OpenApiTest.class).assertEquals(HttpApiPage.of(document));
    }

    @Test
    void every_operation_parameter_and_field_has_a_description() throws IOException {
        JsonNode document = tracked();

        document.path("paths")
                .forEach(path -> path.forEach(operation -> {
                    assertThat(operation.path("summary").asString(""))
                            .as(operation.toString())
                            .endsWith(".");
                    operation.path("parameters").forEach(OpenApiTest::assertDescribed);
                }));
        document.path("components").path("schemas").forEach(schema -> {
            assertDescribed(schema);
            schema.path("properties").forEach(OpenApiTest::assertDescribed);
        });
    }

    private static void assertDescribed(JsonNode node) {
        assertThat(node.path("description").asString("")).as(node.toString()).matches("(?s)[A-Z`].*\\.");
    }
}
