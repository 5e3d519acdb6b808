package dev.lockrace.lab.docker;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** The services of the compose file without any setting. */
@Tag("docker")
class ComposeFileIT {

    private final ComposeFile file = ComposeFile.read();

    @Test
    void the_file_is_valid_and_complete() {
        assertThat(file.services())
                .containsExactlyInAnyOrder(
                        "rabbitmq",
                        "postgres",
                        "memcached",
                        "redis",
                        "producer-service",
                        "worker-service",
                        "prometheus",
                        "grafana");
    }

    @Test
    void the_broker_has_the_image_of_a_minor_version() {
        assertThat(file.image("rabbitmq")).matches("rabbitmq:\\d+\\.\\d+-management");
    }

    @Test
    void every_service_has_a_health_check_and_a_memory_limit() {
        assertThat(file.services()).allSatisfy(name -> {
            JsonNode service = file.service(name);
            assertThat(service.path("healthcheck").path("test").isEmpty()).isFalse();
            assertThat(service.path("mem_limit").asLong(0)).isPositive();
            assertThat(service.path("security_opt").toString()).contains("no-new-privileges");
        });
    }

    @Test
    void no_service_can_write_outside_its_volumes_or_has_a_capability() {
        assertThat(file.services()).allSatisfy(name -> {
            JsonNode service = file.service(name);
            assertThat(service.path("read_only").asBoolean()).isTrue();
            assertThat(service.path("cap_drop").toString()).isEqualTo("[\"ALL\"]");
            assertThat(service.has("privileged")).isFalse();
        });
    }

    @Test
    void only_the_producer_has_an_API_token() {
        assertThat(file.services())
                .filteredOn(name -> file.service(name).path("environment").has("LOCKRACE_API_TOKEN"))
                .containsExactly("producer-service");
        assertThat(file.service("producer-service")
                        .at("/environment/LOCKRACE_API_TOKEN")
                        .asString())
                .hasSizeGreaterThanOrEqualTo(16);
    }

    @Test
    void every_port_is_published_on_the_loopback_interface_only() {
        assertThat(file.services()).allSatisfy(name -> {
            for (JsonNode port : file.service(name).path("ports")) {
                assertThat(port.path("host_ip").asString()).isEqualTo("127.0.0.1");
            }
        });
    }

    @Test
    void lock_servers_are_not_published() {
        for (String name : new String[] {"postgres", "memcached", "redis"}) {
            assertThat(file.service(name).has("ports")).as(name).isFalse();
        }
    }

    @Test
    void services_wait_until_their_dependencies_are_healthy() {
        assertThat(file.services()).allSatisfy(name -> {
            for (JsonNode dependency : file.service(name).path("depends_on")) {
                assertThat(dependency.path("condition").asString()).isEqualTo("service_healthy");
            }
        });
    }

    @Test
    void the_workers_can_be_scaled() {
        JsonNode workers = file.service("worker-service");
        assertThat(workers.has("container_name")).isFalse();
        assertThat(workers.has("ports")).isFalse();
    }

    @Test
    void the_default_backend_is_memcached() {
        for (String service : new String[] {"producer-service", "worker-service"}) {
            assertThat(file.service(service)
                            .path("environment")
                            .path("LOCKRACE_LOCK_BACKEND")
                            .asString())
                    .isEqualTo("memcached");
        }
    }
}
