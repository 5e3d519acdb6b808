package dev.lockrace.worker.tls;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockrace.race.AttemptOutcome;
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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

/** A worker that speaks TLS with all its servers, by settings alone; PostgreSQL and Redis by their own TLS. */
@ExtendWith(OutputCaptureExtension.class)
@TestInstance(Lifecycle.PER_CLASS)
class TlsTest {

    private static final String HERE = "ip:127.0.0.1,dns:localhost";

    private final Path folder =
            Path.of("target", "certificates", UUID.randomUUID().toString()).toAbsolutePath();
    private final TestServers bench = TestServers.start();
    private final int redisPort = Ports.choose();
    private final Certificates trusted;
    private final Certificates stranger;
    private final Issued right;

    TlsTest() throws Exception {
        trusted = Certificates.make(folder.resolve("trusted"));
        stranger = Certificates.make(folder.resolve("stranger"));
        right = trusted.issue("right", HERE);
    }

    @BeforeAll
    void switchTlsOn() {
        showByPostgres(right);
        showByRedis(right);
    }

    @AfterAll
    void stop() {
        bench.close();
    }

    @Test
    void does_tasks_over_tls_alone() throws Exception {
        try (TlsProxy broker = broker(right);
                TestWorker worker = TestWorker.start(bench, settings(broker, Map.of()))) {
            for (String backend : List.of("database", "redis")) {
                TestRun run = TestRun.begin(bench, backend);
                run.send(1);
                run.awaitEnd(1, AttemptOutcome.INVOICED);
            }
            assertThat(unencryptedConnectionsOf("PostgreSQL JDBC Driver")).isZero();
            assertThat(worker.management().isReady()).isTrue();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"spring.datasource.url", "spring.rabbitmq.ssl.bundle", "lockrace.lock.redis.ssl-bundle"})
    void whom_it_does_not_trust_it_does_not_talk_to(String property, CapturedOutput output) throws Exception {
        try (TlsProxy broker = broker(right)) {
            String other = property.endsWith("url") ? databaseUrl(stranger) : "stranger";
            assertRefused(output, "unable to find valid certification path", settings(broker, Map.of(property, other)));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"database", "broker", "redis"})
    void a_certificate_for_another_host_is_refused(String server, CapturedOutput output) throws Exception {
        Issued elsewhere = trusted.issue("elsewhere-" + server, "dns:elsewhere.example");
        try (TlsProxy broker = broker(server.equals("broker") ? elsewhere : right)) {
            showByPostgres(server.equals("database") ? elsewhere : right);
            showByRedis(server.equals("redis") ? elsewhere : right);
            String error = server.equals("database")
                    ? "could not be verified by hostnameverifier"
                    : "No subject alternative names matching IP address 127.0.0.1 found";
            assertRefused(output, error, settings(broker, Map.of()));
        } finally {
            switchTlsOn();
        }
    }

    private void assertRefused(CapturedOutput output, String error, String[] settings) {
        try (TestWorker worker = TestWorker.startWith(bench, List.of(), settings)) {
            TestWorker.eventually(() -> assertThat(output.toString()
                            + worker.management()
                                    .get("/actuator/health")
                                    .orElseThrow()
                                    .body())
                    .containsIgnoringCase(error));
            assertThat(worker.management().isReady()).isFalse();
        }
    }

    private TlsProxy broker(Issued shown) throws Exception {
        return new TlsProxy(shown.context(), bench.broker().endpoint());
    }

    /** As README's table has them. */
    private String[] settings(TlsProxy broker, Map<String, String> other) {
        Map<String, String> settings = new LinkedHashMap<>();
        for (Certificates authority : List.of(trusted, stranger)) {
            settings.put(
                    "spring.ssl.bundle.pem.%s.truststore.certificate"
                            .formatted(authority.folder().getFileName()),
                    authority.trusted().toString());
        }
        settings.put("spring.datasource.url", databaseUrl(trusted));
        settings.put("spring.datasource.hikari.connection-timeout", "500");
        settings.put("spring.rabbitmq.port", String.valueOf(broker.port()));
        settings.put("spring.rabbitmq.ssl.enabled", "true");
        settings.put("spring.rabbitmq.ssl.bundle", "trusted");
        settings.put("lockrace.lock.redis.uri", "rediss://127.0.0.1:" + redisPort);
        settings.put("lockrace.lock.redis.ssl-bundle", "trusted");
        settings.putAll(other);
        List<String> lines = new ArrayList<>();
        settings.forEach((name, value) -> lines.add("%s=%s".formatted(name, value)));
        return lines.toArray(String[]::new);
    }

    private String databaseUrl(Certificates authority) {
        return "%s?sslmode=verify-full&sslrootcert=%s"
                .formatted(bench.database().endpoint().jdbcUrl(), authority.trusted());
    }

    private void showByPostgres(Issued shown) {
        for (String setting : List.of(
                "ssl_cert_file = '%s'".formatted(shown.certificate()),
                "ssl_key_file = '%s'".formatted(shown.key()),
                "ssl = on")) {
            bench.jdbc().sql("alter system set " + setting).update();
        }
        bench.jdbc().sql("select pg_reload_conf()").query().singleRow();
        TestWorker.eventually(() -> assertThat(bench.jdbc()
                        .sql("show ssl_cert_file")
                        .query(String.class)
                        .single())
                .isEqualTo(shown.certificate().toString()));
    }

    private void showByRedis(Issued shown) {
        Endpoint plain = bench.redis().endpoint();
        RedisClient client = RedisClient.create("redis://" + plain);
        try (StatefulRedisConnection<String, String> connection = client.connect()) {
            RedisCommands<String, String> redis = connection.sync();
            redis.configSet("tls-port", "0"); // what follows is read when it is set again
            redis.configSet("tls-auth-clients", "no");
            redis.configSet("tls-cert-file", shown.certificate().toString());
            redis.configSet("tls-key-file", shown.key().toString());
            redis.configSet("tls-port", String.valueOf(redisPort));
        } finally {
            client.shutdown();
        }
    }

    private long unencryptedConnectionsOf(String application) {
        return Objects.requireNonNull(bench.jdbc()
                .sql("""
                select count(*) from pg_stat_ssl join pg_stat_activity using (pid)
                where not ssl and application_name = :application and pid <> pg_backend_pid()
                """)
                .param("application", application)
                .query(Long.class)
                .single());
    }
}
