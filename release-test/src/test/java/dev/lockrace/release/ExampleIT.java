package dev.lockrace.release;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockrace.servers.ServerProcess;
import dev.lockrace.servers.postgres.PostgresServer;
import dev.lockrace.servers.redis.RedisServer;
import dev.lockrace.testsupport.TestDirectories;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Builds the example against the published artifacts, in a directory of its own, and runs two instances of it. */
@Tag("process")
class ExampleIT {

    private static final Path HOME = Path.of(System.getProperty("lockrace.home"));
    private static final Path TARGET = Path.of("target").toAbsolutePath();
    private static final Path EXAMPLE = TARGET.resolve("example");
    private static final Path JAR = EXAMPLE.resolve("target/invoices-1.0.0.jar");
    private static final int TICK_SECONDS = 5;
    private static final int REQUESTS = 16;

    private static final ServerProcess POSTGRES =
            PostgresServer.create(TestDirectories.unused("postgresql"), TestDirectories.cache());
    private static final ServerProcess REDIS =
            RedisServer.inMemory(TestDirectories.unused("redis"), TestDirectories.cache());

    private final ExecutorService threads = Executors.newCachedThreadPool();

    @BeforeAll
    static void build() throws Exception {
        Staging.deployOnce();
        Directories.delete(EXAMPLE);
        Directories.copy(HOME.resolve("examples/invoices"), EXAMPLE);
        Path pom = EXAMPLE.resolve("pom.xml");
        Files.writeString(
                pom,
                Files.readString(pom)
                        .replace(
                                "</project>",
                                "<repositories><repository><id>staging</id><url>%s</url></repository></repositories></project>"
                                        .formatted(Staging.DIRECTORY.toUri())));
        List<String> arguments = new ArrayList<>(List.of(
                "compile",
                "spring-boot:process-aot",
                "package",
                "-Dmaven.repo.local=" + Staging.repositoryWithoutThisProject()));
        arguments.addAll(Maven.offline());
        Maven.run(EXAMPLE, TARGET.resolve("example.log"), arguments);
        POSTGRES.start();
        REDIS.start();
    }

    @AfterAll
    static void stop() {
        POSTGRES.close();
        REDIS.close();
    }

    @Test
    void the_example_uses_the_version_of_spring_boot_that_this_project_uses() throws IOException {
        Pattern version = Pattern.compile("spring-boot-starter-parent</artifactId>\\s*<version>([^<]+)</version>");

        assertThat(version.matcher(Files.readString(HOME.resolve("examples/invoices/pom.xml")))
                        .results()
                        .map(found -> found.group(1)))
                .isEqualTo(version.matcher(Files.readString(HOME.resolve("pom.xml")))
                        .results()
                        .map(found -> found.group(1))
                        .toList());
    }

    @ParameterizedTest
    @CsvSource({"database, false", "redis, false", "database, true"})
    void two_instances_share_their_locks(String backend, boolean aot) throws Exception {
        try (Connection database = connect();
                Application one = start(backend, aot, 1);
                Application two = start(backend, aot, 2)) {
            one.awaitStart();
            two.awaitStart();
            sql(database, "truncate rate_update, invoice; update account set balance = 0, fence = 0");

            assertThat(responses(one, two, "/orders/42/invoice"))
                    .as("the number of the invoice, from both instances")
                    .hasSize(REQUESTS)
                    .containsOnly("200 " + number(database, "select number from invoice"));
            assertThat(responses(one, two, "/accounts/1/payments?amount=3")).containsOnly("200 ");
            assertThat(number(database, "select balance from account where id = 1"))
                    .isEqualTo(3 * REQUESTS);
            sql(database, "update account set fence = %d".formatted(Long.MAX_VALUE));
            assertThat(one.post("/accounts/1/payments?amount=3").statusCode())
                    .as("a payment with a token that is not the latest")
                    .isEqualTo(409);
            assertThat(number(database, "select balance from account where id = 1"))
                    .isEqualTo(3 * REQUESTS);
            assertThat(one.get("/actuator/prometheus").body())
                    .containsPattern("lock_acquire_seconds_count\\{.*backend=\"%s\".*} [1-9]".formatted(backend));

            Awaitility.await()
                    .atMost(Duration.ofSeconds(TICK_SECONDS * 12))
                    .until(() -> number(database, "select count(*) from rate_update") >= 3);
            assertThat(number(
                            database,
                            ("select max(count) from (select count(*) from rate_update"
                                            + " group by floor(extract(epoch from updated_at) / %d)) as tick")
                                    .formatted(TICK_SECONDS)))
                    .as("runs per tick")
                    .isEqualTo(1);
            assertThat(one.log().contains("Starting AOT-processed InvoicesApplication"))
                    .as("started from the classes that were made ahead of time")
                    .isEqualTo(aot);
        }
    }

    /** Sends the requests to both instances in turn, at the same time. Returns each status and body. */
    private List<String> responses(Application one, Application two, String path) throws Exception {
        List<Callable<HttpResponse<String>>> requests = new ArrayList<>();
        for (Application application : List.of(one, two)) {
            requests.addAll(Collections.nCopies(REQUESTS / 2, () -> application.post(path)));
        }
        List<String> responses = new ArrayList<>();
        for (Future<HttpResponse<String>> response : threads.invokeAll(requests)) {
            responses.add(response.get().statusCode() + " " + response.get().body());
        }
        return responses;
    }

    private static Application start(String backend, boolean aot, int number) throws IOException {
        return Application.start(
                JAR,
                TARGET.resolve("example-%s-%s-%d.log".formatted(backend, aot ? "aot" : "jvm", number)),
                List.of("-Dspring.aot.enabled=" + aot),
                List.of(
                        "--lockrace.lock.backend=" + backend,
                        "--rates.cron=*/%d * * * * *".formatted(TICK_SECONDS),
                        "--rates.min-hold=%ds".formatted(TICK_SECONDS - 1),
                        "--spring.datasource.url=" + POSTGRES.endpoint().jdbcUrl(),
                        "--spring.datasource.username=" + POSTGRES.endpoint().user(),
                        "--spring.datasource.password=" + POSTGRES.endpoint().password(),
                        "--spring.data.redis.host=" + REDIS.endpoint().host(),
                        "--spring.data.redis.port=" + REDIS.endpoint().port()));
    }

    private static Connection connect() throws SQLException {
        return DriverManager.getConnection(
                Objects.requireNonNull(POSTGRES.endpoint().jdbcUrl()),
                POSTGRES.endpoint().user(),
                POSTGRES.endpoint().password());
    }

    private static void sql(Connection database, String statements) throws SQLException {
        try (Statement statement = database.createStatement()) {
            statement.execute(statements);
        }
    }

    private static long number(Connection database, String query) throws SQLException {
        try (Statement statement = database.createStatement();
                ResultSet rows = statement.executeQuery(query)) {
            assertThat(rows.next()).isTrue();
            return rows.getLong(1);
        }
    }
}
