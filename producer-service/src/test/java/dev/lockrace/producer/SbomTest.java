package dev.lockrace.producer;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class SbomTest {

    @Test
    void the_jar_contains_its_sbom() throws IOException {
        try (InputStream file = ProducerApplication.class.getResourceAsStream("/META-INF/sbom/application.cdx.json")) {
            if (file == null && "offline=true".equals(System.getProperty("lockrace.build"))) {
                return; // Maven generates it only while it is online.
            }
            JsonNode sbom = new JsonMapper().readTree(Objects.requireNonNull(file, "the SBOM"));

            assertThat(sbom.path("bomFormat").asString()).isEqualTo("CycloneDX");
            List<String> parts = sbom.path("components").findValuesAsString("purl");
            for (String part : new String[] {
                "org.postgresql/postgresql", "com.rabbitmq/amqp-client", "dev.lockrace/lockrace-race-model"
            }) {
                assertThat(parts).anyMatch(purl -> purl.startsWith("pkg:maven/%s@".formatted(part)));
            }
            assertThat(parts).noneMatch(purl -> purl.contains("awaitility") || purl.contains("junit"));
        }
    }
}
