package dev.lockrace.worker;

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
    void the_jar_contains_an_SBOM_of_its_runtime_dependencies() throws IOException {
        try (InputStream file = WorkerApplication.class.getResourceAsStream("/META-INF/sbom/application.cdx.json")) {
            if (file == null && "offline=true".equals(System.getProperty("lockrace.build"))) {
                return; // Maven creates the SBOM only while it is online
            }
            JsonNode sbom = new JsonMapper().readTree(Objects.requireNonNull(file, "the SBOM"));

            assertThat(sbom.path("bomFormat").asString()).isEqualTo("CycloneDX");
            List<String> components = sbom.path("components").findValuesAsString("purl");
            for (String component : new String[] {
                "org.postgresql/postgresql", "com.rabbitmq/amqp-client", "dev.lockrace/lockrace-race-model"
            }) {
                assertThat(components).anyMatch(purl -> purl.startsWith("pkg:maven/%s@".formatted(component)));
            }
            assertThat(components).noneMatch(purl -> purl.contains("awaitility") || purl.contains("junit"));
        }
    }
}
