package dev.lockrace.lock.spring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lockrace.lock.FakeBackend;
import dev.lockrace.lock.LockBackend;
import dev.lockrace.lock.LockClient;
import dev.lockrace.lock.LockName;
import dev.lockrace.lock.LockObserver;
import dev.lockrace.lock.LockRequest;
import dev.lockrace.lock.LockStoreException;
import dev.lockrace.lock.local.LocalLockBackend;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import net.spy.memcached.MemcachedClient;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.diagnostics.FailureAnalyzer;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.boot.micrometer.metrics.autoconfigure.CompositeMeterRegistryAutoConfiguration;
import org.springframework.boot.micrometer.metrics.autoconfigure.MetricsAutoConfiguration;
import org.springframework.boot.micrometer.metrics.autoconfigure.export.simple.SimpleMetricsExportAutoConfiguration;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.assertj.AssertableApplicationContext;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.core.io.support.SpringFactoriesLoader;

/** Needs no server, because backends connect on first use. */
class LockAutoConfigurationTest {

    private static final String ALL = "lockrace.lock.additional-backends=local,database,memcached,redis";
    private static final String SERVERS = "lockrace.lock.memcached.servers=127.0.0.1:1";
    private static final String REDIS = "lockrace.lock.redis.uri=redis://127.0.0.1:1";
    private static final Duration TIME_TO_LIVE = Duration.ofSeconds(10);
    private static final LockRequest JOB = LockRequest.of("job").timeToLive(TIME_TO_LIVE);

    private final ApplicationContextRunner runner = new ApplicationContextRunner()
            .withConfiguration(AutoConfigurations.of(
                    LockAutoConfiguration.class,
                    MetricsAutoConfiguration.class,
                    CompositeMeterRegistryAutoConfiguration.class,
                    SimpleMetricsExportAutoConfiguration.class));

    private final ApplicationContextRunner withDataSource = runner.withConfiguration(
                    AutoConfigurations.of(DataSourceAutoConfiguration.class))
            .withPropertyValues("spring.datasource.url=jdbc:postgresql://127.0.0.1:1/none");

    private final ApplicationContextRunner local = runner.withPropertyValues("lockrace.lock.backend=local");

    @Test
    void only_the_selected_backend_is_set_up() {
        ApplicationContextRunner all = withDataSource.withPropertyValues(SERVERS, REDIS);
        for (String backend : List.of("database", "local", "memcached", "redis")) {
            all.withPropertyValues("lockrace.lock.backend=" + backend).run(context -> {
                assertThat(backends(context)).containsExactly(backend);
                assertThat(context.getBean(LockClient.class).backend()).isEqualTo(backend);
                assertThat(context.getBeansOfType(LockBackend.class)).hasSize(1);
            });
        }
    }

    @Test
    void the_default_backend_is_database() {
        withDataSource.run(context -> assertThat(backends(context)).containsExactly("database"));
    }

    @Test
    void a_list_of_servers_sets_up_memcached() {
        runner.withPropertyValues(
                        "lockrace.lock.backend=memcached",
                        "lockrace.lock.memcached.servers[0]=127.0.0.1:1",
                        "lockrace.lock.memcached.servers[1]=127.0.0.1:2")
                .run(context -> assertThat(backends(context)).containsExactly("memcached"));
    }

    @Test
    void memcached_without_servers_or_driver_fails_the_start() {
        runner.withPropertyValues("lockrace.lock.backend=memcached", "lockrace.lock.memcached.servers=")
                .run(context -> SetupFailures.assertFailure(
                        context,
                        "Lock backend 'memcached' has no server: lockrace.lock.memcached.servers is not set.",
                        "Set it to all servers, such as localhost:11211, or set lockrace.lock.backend to another"
                                + " backend."));
        runner.withPropertyValues("lockrace.lock.backend=memcached", SERVERS)
                .withClassLoader(new FilteredClassLoader(MemcachedClient.class))
                .run(context -> SetupFailures.assertFailure(
                        context,
                        "The driver of lock backend 'memcached' is missing on the class path: net.spy:spymemcached.",
                        "Add the dependency, or set lockrace.lock.backend to another backend."));
    }

    @Test
    void every_additional_backend_has_a_client() {
        withDataSource
                .withPropertyValues("lockrace.lock.backend=local", ALL, SERVERS, REDIS)
                .run(context -> {
                    LockClients clients = context.getBean(LockClients.class);
                    assertThat(clients.backends()).containsExactly("database", "local", "memcached", "redis");
                    assertThat(clients.backends())
                            .allSatisfy(name ->
                                    assertThat(clients.get(name).backend()).isEqualTo(name));
                    assertThat(context.getBean(LockClient.class)).isSameAs(clients.get("local"));
                });
    }

    @ParameterizedTest
    @ValueSource(strings = {"chubby", "Local", ""})
    void an_unknown_backend_fails_the_start(String backend) {
        runner.withPropertyValues("lockrace.lock.backend=" + backend)
                .run(context -> SetupFailures.assertFailure(
                        context,
                        "Unknown lock backend '%s' in lockrace.lock.backend.".formatted(backend),
                        "Set the property to one of database, local, memcached, redis, or define a LockBackend bean of"
                                + " that name."));
    }

    @Test
    void an_unknown_additional_backend_fails_the_start() {
        local.withPropertyValues("lockrace.lock.additional-backends=chubby")
                .run(context -> assertThat(context)
                        .getFailure()
                        .rootCause()
                        .hasMessageStartingWith("Unknown lock backend 'chubby' in lockrace.lock.additional-backends."));
    }

    @Test
    void spring_boot_finds_the_failure_analyzer() {
        assertThat(SpringFactoriesLoader.forDefaultResourceLocation()
                        .load(
                                FailureAnalyzer.class,
                                SpringFactoriesLoader.FailureHandler.handleMessage((message, failure) -> {})))
                .hasAtLeastOneElementOfType(BackendNotSetUpFailureAnalyzer.class);
    }

    @Test
    void an_invalid_server_address_fails_at_start_with_its_value() {
        runner.withPropertyValues("lockrace.lock.backend=memcached", "lockrace.lock.memcached.servers=localhost")
                .run(context -> assertThat(context)
                        .getFailure()
                        .rootCause()
                        .hasMessageEndingWith("such as localhost:11211, was: localhost"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"secret", "sec/ret", "sec@ret", "//secret//"})
    void an_invalid_uri_fails_at_start_with_its_value_but_without_its_password(String password) {
        runner.withPropertyValues(
                        "lockrace.lock.backend=redis",
                        "lockrace.lock.redis.uri=http://me:%s@localhost:6379".formatted(password))
                .run(context -> assertThat(context)
                        .getFailure()
                        .rootCause()
                        .hasMessageContaining("such as redis://localhost:6379, ")
                        .hasMessageEndingWith(", was: http://…@localhost:6379"));
    }

    @Test
    void a_request_timeout_that_is_too_short_fails_at_start_with_its_value() {
        local.withPropertyValues("lockrace.lock.request-timeout=0s")
                .run(context -> assertThat(context)
                        .getFailure()
                        .rootCause()
                        .hasMessage("The request timeout must be 1 ms to 1 day, was: PT0S"));
    }

    @Test
    void the_request_timeout_applies_to_the_clients() {
        local.withPropertyValues("lockrace.lock.request-timeout=700ms")
                .run(context -> assertThat(context.getBean(LockClient.class).requestTimeout())
                        .isEqualTo(Duration.ofMillis(700)));
    }

    @Test
    void acquisitions_are_counted_from_zero() {
        local.withPropertyValues(SERVERS, "lockrace.lock.additional-backends=memcached")
                .run(context -> {
                    MeterRegistry registry = context.getBean(MeterRegistry.class);
                    assertThat(acquisitions(registry, "memcached", "contended")).isZero();
                    LockClient client = context.getBean(LockClient.class);
                    assertThat(client.tryAcquire(JOB)).isPresent();
                    assertThat(client.tryAcquire(JOB)).isEmpty();

                    assertThat(acquisitions(registry, "local", "acquired")).isEqualTo(1);
                    assertThat(acquisitions(registry, "local", "contended")).isEqualTo(1);
                    assertThat(acquisitions(registry, "local", "failed")).isZero();
                });
    }

    @Test
    void locks_work_without_a_meter_registry_and_without_micrometer() {
        ApplicationContextRunner bare = new ApplicationContextRunner()
                .withConfiguration(AutoConfigurations.of(LockAutoConfiguration.class))
                .withPropertyValues("lockrace.lock.backend=local");

        bare.run(LockAutoConfigurationTest::canLock);
        bare.withClassLoader(new FilteredClassLoader(MeterRegistry.class)).run(LockAutoConfigurationTest::canLock);
    }

    @Test
    void backend_and_observer_beans_of_the_application_take_precedence() {
        LocalLockBackend backend = new LocalLockBackend();
        List<String> events = new ArrayList<>();
        local.withBean(LocalLockBackend.class, () -> backend)
                .withBean(LockObserver.class, () -> new LockObserver() {
                    @Override
                    public void acquireCompleted(String name, Outcome outcome, Duration took) {
                        events.add(name + " " + outcome);
                    }
                })
                .run(context -> {
                    assertThat(context).getBean(LocalLockBackend.class).isSameAs(backend);
                    assertThat(context).doesNotHaveBean(LockMetrics.class);
                    canLock(context);
                    assertThat(events).containsExactly("local ACQUIRED");
                });
    }

    @Test
    void a_client_bean_of_the_application_takes_precedence() {
        LockClient own = LockClient.of(new FakeBackend("own"));
        runner.withBean(LockClient.class, () -> own).run(context -> {
            assertThat(context).getBean(LockClient.class).isSameAs(own);
            assertThat(context).doesNotHaveBean(LockBackend.class);
        });
    }

    @Test
    void a_backend_of_the_application_is_added_to_the_others() {
        runner.withBean(FakeBackend.class, () -> new FakeBackend("own"))
                .withPropertyValues("lockrace.lock.backend=own")
                .run(context -> {
                    assertThat(backends(context)).containsExactly("own");
                    assertThat(context.getBean(LockClient.class).backend()).isEqualTo("own");
                    assertThat(acquisitions(context.getBean(MeterRegistry.class), "own", "acquired"))
                            .isZero();
                });
    }

    @Test
    void two_backends_with_the_same_name_fail_at_start() {
        local.withBean(FakeBackend.class, () -> new FakeBackend("local"))
                .run(context -> assertThat(context)
                        .getFailure()
                        .rootCause()
                        .hasMessage("Two lock backends are named 'local'; give one of them another name"));
    }

    @Test
    void all_backends_are_closed_with_the_application() {
        List<LockBackend> backends = new ArrayList<>();
        withDataSource
                .withPropertyValues(ALL, SERVERS, REDIS)
                .withBean(FakeBackend.class, () -> new FakeBackend("own"))
                .run(context -> backends.addAll(
                        context.getBeansOfType(LockBackend.class).values()));
        assertThat(backends).hasSize(5).allSatisfy(backend -> {
            if (backend instanceof FakeBackend own) {
                assertThat(own.isClosed()).isTrue();
            } else if (!(backend instanceof LocalLockBackend)) {
                assertThatThrownBy(() -> acquire(backend)).isInstanceOf(LockStoreException.class);
            }
        });
    }

    private static void acquire(LockBackend backend) {
        backend.tryAcquire(new LockName("job"), "me", TIME_TO_LIVE, Duration.ofSeconds(1));
    }

    private static void canLock(AssertableApplicationContext context) {
        assertThat(context.getBean(LockClient.class).tryAcquire(JOB)).isPresent();
    }

    private static Iterable<String> backends(AssertableApplicationContext context) {
        return context.getBean(LockClients.class).backends();
    }

    private static double acquisitions(MeterRegistry registry, String backend, String outcome) {
        return registry.get("lock.acquisitions")
                .tags("backend", backend, "outcome", outcome)
                .counter()
                .count();
    }
}
