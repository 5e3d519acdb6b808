package dev.lockrace.worker.tls;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockrace.race.event.AttemptOutcome;
import dev.lockrace.servers.Endpoint;
import dev.lockrace.servers.process.Ports;
import dev.lockrace.worker.testbed.TestRun;
import dev.lockrace.worker.testbed.TestServers;
import dev.lockrace.worker.testbed.TestWorker;
import dev.lockrace.worker.tls.Certificates.Issued;
import io.lettuce.core.RedisClient;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.sync.RedisCommands;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

/** Tests a worker that is configured for TLS to all its servers. PostgreSQL and Redis use their own TLS support. */
@Tag("process")
@ExtendWith(OutputCaptureExtension.class)
@TestInstance(Lifecycle.PER_CLASS)
class TlsTest {

    private static final String THIS_HOST = "ip:127.0.0.1,dns:localhost";

    private final Path directory =
            Path.of("target", "certificates", UUID.randomUUID().toString()).toAbsolutePath();
    private final TestServers servers = TestServers.start();
    private final int redisPort = Ports.choose();
    private final Certificates trusted;
    private final Certificates untrusted;
    private final Issued valid;

    TlsTest() throws Exception {
        trusted = Certificates.create(directory.resolve("trusted"));
        untrusted = Certificates.create(directory.resolve("untrusted"));
        valid = trusted.issue("valid", THIS_HOST);
    }

    @BeforeAll
    void enableTls() {
        configurePostgres(valid);
        configureRedis(valid);
    }

    @AfterAll
    void stop() {
        servers.close();
    }

    @Test
    void a_worker_processes_tasks_over_tls_only() throws Exception {
        try (TlsProxy broker = broker(valid);
                TestWorker worker = TestWorker.start(servers, settings(broker, Map.of()))) {
            for (String backend : List.of("database", "redis")) {
                TestRun run = TestRun.begin(servers, backend);
                run.send(1);
                run.awaitEnd(1, AttemptOutcome.INVOICED);
            }
            assertThat(unencryptedConnectionsOf("PostgreSQL JDBC Driver")).isZero();
            assertThat(worker.management().isReady()).isTrue();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"spring.datasource.url", "spring.rabbitmq.ssl.bundle", "lockrace.lock.redis.ssl-bundle"})
    void a_worker_rejects_a_server_whose_authority_it_does_not_trust(String property, CapturedOutput output)
            throws Exception {
        try (TlsProxy broker = broker(valid)) {
            String untrustedSetting = property.endsWith("url") ? databaseUrl(untrusted) : "untrusted";
            assertRejected(
                    output,
                    "unable to find valid certification path",
                    settings(broker, Map.of(property, untrustedSetting)));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"database", "broker", "redis"})
    void a_worker_rejects_a_certificate_for_another_host(String server, CapturedOutput output) throws Exception {
        Issued otherHost = trusted.issue("other-host-" + server, "dns:other-host.example");
        try (TlsProxy broker = broker(server.equals("broker") ? otherHost : valid)) {
            configurePostgres(server.equals("database") ? otherHost : valid);
            configureRedis(server.equals("redis") ? otherHost : valid);
            String error = server.equals("database")
                    ? "could not be verified by hostnameverifier"
                    : "No subject alternative names matching IP address 127.0.0.1 found";
            assertRejected(output, error, settings(broker, Map.of()));
        } finally {
            enableTls();
        }
    }

    private void assertRejected(CapturedOutput output, String error, String[] settings) {
        try (TestWorker worker = TestWorker.startWith(servers, List.of(), settings)) {
            TestWorker.eventually(() -> assertThat(output.toString()
                            + worker.management()
                                    .get("/actuator/health")
                                    .orElseThrow()
                                    .body())
                    .containsIgnoringCase(error));
            assertThat(worker.management().isReady()).isFalse();
        }
    }

    private TlsProxy broker(Issued certificate) throws Exception {
        return new TlsProxy(certificate.context(), servers.broker().endpoint());
    }

    /** Returns the settings in the README's table. */
    private String[] settings(TlsProxy broker, Map<String, String> overrides) {
        Map<String, String> settings = new LinkedHashMap<>();
        for (Certificates authority : List.of(trusted, untrusted)) {
            settings.put(
                    "spring.ssl.bundle.pem.%s.truststore.certificate"
                            .formatted(authority.directory().getFileName()),
                    authority.authorityCertificate().toString());
        }
        settings.put("spring.datasource.url", databaseUrl(trusted));
        settings.put("spring.datasource.hikari.connection-timeout", "500");
        settings.put("spring.rabbitmq.port", String.valueOf(broker.port()));
        settings.put("spring.rabbitmq.ssl.enabled", "true");
        settings.put("spring.rabbitmq.ssl.bundle", "trusted");
        settings.put("lockrace.lock.redis.uri", "rediss://127.0.0.1:" + redisPort);
        settings.put("lockrace.lock.redis.ssl-bundle", "trusted");
        settings.putAll(overrides);
        List<String> lines = new ArrayList<>();
        settings.forEach((name, value) -> lines.add("%s=%s".formatted(name, value)));
        return lines.toArray(String[]::new);
    }

    private String databaseUrl(Certificates authority) {
        return "%s?sslmode=verify-full&sslrootcert=%s"
                .formatted(servers.database().endpoint().jdbcUrl(), authority.authorityCertificate());
    }

    private void configurePostgres(Issued certificate) {
        for (String setting : List.of(
                "ssl_cert_file = '%s'".formatted(certificate.certificate()),
                "ssl_key_file = '%s'".formatted(certificate.key()),
                "ssl = on")) {
            servers.jdbc().sql("alter system set " + setting).update();
        }
        servers.jdbc().sql("select pg_reload_conf()").query().singleRow();
        TestWorker.eventually(() -> assertThat(servers.jdbc()
                        .sql("show ssl_cert_file")
                        .query(String.class)
                        .single())
                .isEqualTo(certificate.certificate().toString()));
    }

    private void configureRedis(Issued certificate) {
        Endpoint plain = servers.redis().endpoint();
        RedisClient client = RedisClient.create("redis://" + plain);
        try (StatefulRedisConnection<String, String> connection = client.connect()) {
            RedisCommands<String, String> redis = connection.sync();
            redis.configSet("tls-port", "0"); // Redis reads the other settings when the port is set again
            redis.configSet("tls-auth-clients", "no");
            redis.configSet("tls-cert-file", certificate.certificate().toString());
            redis.configSet("tls-key-file", certificate.key().toString());
            redis.configSet("tls-port", String.valueOf(redisPort));
        } finally {
            client.shutdown();
        }
    }

    private long unencryptedConnectionsOf(String application) {
        return Objects.requireNonNull(servers.jdbc()
                .sql("""
                select count(*) from pg_stat_ssl join pg_stat_activity using (pid)
                where not ssl and application_name = :application and pid <> pg_backend_pid()
                """)
                .param("application", application)
                .query(Long.class)
                .single());
    }
}
