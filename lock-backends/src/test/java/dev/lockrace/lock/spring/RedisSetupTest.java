package dev.lockrace.lock.spring;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockrace.lock.LockClient;
import io.lettuce.core.ClientOptions;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisCredentials;
import io.lettuce.core.RedisCredentialsProvider;
import io.lettuce.core.RedisURI;
import io.lettuce.core.SslOptions;
import io.lettuce.core.SslVerifyMode;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.data.redis.autoconfigure.DataRedisAutoConfiguration;
import org.springframework.boot.data.redis.autoconfigure.DataRedisConnectionDetails;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.assertj.AssertableApplicationContext;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Primary;
import org.springframework.data.redis.connection.RedisConnectionFactory;
import org.springframework.data.redis.connection.RedisSentinelConfiguration;
import org.springframework.data.redis.connection.RedisSocketConfiguration;
import org.springframework.data.redis.connection.RedisStandaloneConfiguration;
import org.springframework.data.redis.connection.RedisStaticMasterReplicaConfiguration;
import org.springframework.data.redis.connection.lettuce.LettuceClientConfiguration;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;
import org.springframework.data.redis.connection.lettuce.RedisCredentialsProviderFactory;

/** Which server the backend {@code redis} uses. Needs no server, because the backend connects on first use. */
class RedisSetupTest {

    private final ApplicationContextRunner withoutSpringData = new ApplicationContextRunner()
            .withConfiguration(AutoConfigurations.of(LockAutoConfiguration.class))
            .withPropertyValues("lockrace.lock.backend=redis");

    private final ApplicationContextRunner runner =
            withoutSpringData.withConfiguration(AutoConfigurations.of(DataRedisAutoConfiguration.class));

    @Test
    void the_uri_is_sufficient_without_spring_data() {
        withoutSpringData
                .withClassLoader(new FilteredClassLoader("org.springframework.data"))
                .withPropertyValues("lockrace.lock.redis.uri=redis://127.0.0.1:1")
                .run(context ->
                        assertThat(context.getBean(LockClient.class).backend()).isEqualTo("redis"));
    }

    @Test
    void the_properties_of_spring_data_are_used() {
        runner.withPropertyValues(
                        "spring.data.redis.host=127.0.0.2",
                        "spring.data.redis.port=1",
                        "spring.data.redis.username=me",
                        "spring.data.redis.password=secret",
                        "spring.data.redis.database=3",
                        "spring.data.redis.ssl.enabled=true")
                .run(context -> {
                    RedisURI uri = uri(context);
                    assertThat(uri.getHost()).isEqualTo("127.0.0.2");
                    assertThat(uri.getPort()).isEqualTo(1);
                    assertThat(uri.getDatabase()).isEqualTo(3);
                    assertThat(uri.isSsl()).isTrue();
                    assertThat(uri.getVerifyMode()).isEqualTo(SslVerifyMode.FULL);
                    assertCredentials(uri, "me", "secret");
                });
    }

    @Test
    void the_url_of_spring_data_is_used() {
        runner.withPropertyValues("spring.data.redis.url=rediss://me:secret@127.0.0.2:1/3")
                .run(context -> {
                    RedisURI uri = uri(context);
                    assertThat(uri.getHost()).isEqualTo("127.0.0.2");
                    assertThat(uri.getDatabase()).isEqualTo(3);
                    assertThat(uri.isSsl()).isTrue();
                    assertCredentials(uri, "me", "secret");
                });
    }

    @Test
    void connection_details_such_as_those_of_a_container_are_used() {
        runner.withBean(DataRedisConnectionDetails.class, ContainerDetails::new).run(context -> {
            assertThat(uri(context).getHost()).isEqualTo("127.0.0.2");
            assertThat(uri(context).getPort()).isEqualTo(1);
            assertCredentials(uri(context), null, "secret");
        });
    }

    @Test
    void a_connection_factory_of_the_application_is_used() {
        SslOptions tls = SslOptions.builder().jdkSslProvider().build();
        LettuceClientConfiguration client = LettuceClientConfiguration.builder()
                .clientOptions(ClientOptions.builder().sslOptions(tls).build())
                .useSsl()
                .verifyPeer(SslVerifyMode.CA)
                .build();
        runner.withBean(
                        RedisConnectionFactory.class,
                        () -> new LettuceConnectionFactory(new RedisStandaloneConfiguration("127.0.0.2", 1), client))
                .run(context -> {
                    assertThat(uri(context).getHost()).isEqualTo("127.0.0.2");
                    assertThat(uri(context).getVerifyMode()).isEqualTo(SslVerifyMode.CA);
                    assertThat(target(context).tls()).isSameAs(tls);
                });
    }

    @Test
    void a_factory_is_used_whose_getter_of_the_standalone_server_returns_localhost() {
        LettuceConnectionFactory factory = new LettuceConnectionFactory(
                LettuceConnectionFactory.createRedisConfiguration("redis://me:secret@127.0.0.2:1/3"));
        assertThat(factory.getStandaloneConfiguration().getHostName()).isEqualTo("localhost");

        RedisURI uri = LettuceAddress.of(factory).uri();

        assertThat(uri.getHost()).isEqualTo("127.0.0.2");
        assertThat(uri.getPort()).isEqualTo(1);
        assertThat(uri.getDatabase()).isEqualTo(3);
        assertCredentials(uri, "me", "secret");
    }

    @Test
    void a_provider_of_credentials_is_used() {
        RedisCredentialsProvider provider = RedisCredentialsProvider.from(() -> RedisCredentials.just("me", "secret"));
        LettuceClientConfiguration client = LettuceClientConfiguration.builder()
                .redisCredentialsProviderFactory(new RedisCredentialsProviderFactory() {
                    @Override
                    public RedisCredentialsProvider createCredentialsProvider(
                            org.springframework.data.redis.connection.RedisConfiguration server) {
                        return provider;
                    }
                })
                .build();
        assertThat(LettuceAddress.of(new LettuceConnectionFactory(new RedisStandaloneConfiguration(), client))
                        .uri()
                        .getCredentialsProvider())
                .isSameAs(provider);
    }

    @Test
    void sentinels_are_used_with_their_own_credentials() {
        RedisSentinelConfiguration sentinels = new RedisSentinelConfiguration()
                .master("primary")
                .sentinel("127.0.0.2", 1)
                .sentinel("127.0.0.3", 2);
        sentinels.setPassword("secret");
        sentinels.setSentinelPassword("sentinel's");
        RedisURI uri = LettuceAddress.of(new LettuceConnectionFactory(
                        sentinels, LettuceClientConfiguration.builder().useSsl().build()))
                .uri();

        assertThat(uri.getSentinelMasterId()).isEqualTo("primary");
        assertCredentials(uri, null, "secret");
        assertThat(uri.getSentinels()).hasSize(2).allSatisfy(sentinel -> {
            assertThat(sentinel.isSsl()).isTrue();
            assertCredentials(sentinel, null, "sentinel's");
        });
    }

    @Test
    void the_sentinels_of_spring_data_are_used() {
        runner.withPropertyValues(
                        "spring.data.redis.sentinel.master=primary",
                        "spring.data.redis.sentinel.nodes=127.0.0.2:1,127.0.0.3:2",
                        "spring.data.redis.password=secret")
                .run(context -> {
                    assertThat(target(context).cluster()).isFalse();
                    assertThat(uri(context).getSentinelMasterId()).isEqualTo("primary");
                    assertThat(uri(context).getSentinels())
                            .extracting(RedisURI::getHost)
                            .containsExactlyInAnyOrder("127.0.0.2", "127.0.0.3");
                    assertCredentials(uri(context), null, "secret");
                });
    }

    @Test
    void the_cluster_of_spring_data_is_used() {
        runner.withPropertyValues(
                        "spring.data.redis.cluster.nodes=127.0.0.2:1,127.0.0.3:2",
                        "spring.data.redis.username=me",
                        "spring.data.redis.password=secret",
                        "spring.data.redis.ssl.enabled=true")
                .run(context -> {
                    assertThat(context.getBean(LockClient.class).backend()).isEqualTo("redis");
                    assertThat(target(context).cluster()).isTrue();
                    assertThat(target(context).servers())
                            .extracting(RedisURI::getHost)
                            .containsExactlyInAnyOrder("127.0.0.2", "127.0.0.3");
                    assertThat(target(context).servers()).allSatisfy(node -> {
                        assertThat(node.isSsl()).isTrue();
                        assertCredentials(node, "me", "secret");
                    });
                });
    }

    @Test
    void a_domain_socket_is_used() {
        assertThat(LettuceAddress.of(new LettuceConnectionFactory(new RedisSocketConfiguration("/run/redis")))
                        .uri()
                        .getSocket())
                .isEqualTo("/run/redis");
    }

    @Test
    void the_marked_factory_is_used() {
        runner.withUserConfiguration(PrimaryAndMarked.class)
                .run(context -> assertThat(uri(context).getHost()).isEqualTo("127.0.0.2"));
    }

    @Test
    void several_factories_without_a_primary_one_fail_the_start() {
        runner.withBean("first", RedisConnectionFactory.class, LettuceConnectionFactory::new)
                .withBean("second", RedisConnectionFactory.class, LettuceConnectionFactory::new)
                .run(context -> SetupFailures.assertFailure(
                        context,
                        "The store of the locks is ambiguous: there are 2 beans of type RedisConnectionFactory (first,"
                                + " second).",
                        "Annotate the one that leads to it with @LockStore or @Primary, or set the address under"
                                + " lockrace.lock."));
    }

    @Test
    void servers_that_the_backend_does_not_support_fail_the_start() {
        LettuceConnectionFactory factory = new LettuceConnectionFactory(
                new RedisStaticMasterReplicaConfiguration("127.0.0.2", 1),
                LettuceClientConfiguration.defaultConfiguration());
        runner.withBean(RedisConnectionFactory.class, () -> factory)
                .run(context -> assertThat(context)
                        .getFailure()
                        .rootCause()
                        .hasMessageStartingWith("Lock backend 'redis' cannot use the RedisConnectionFactory bean:"
                                + " the backend does not support a Redis"));
    }

    @Test
    void no_server_at_all_fails_the_start() {
        withoutSpringData.run(context -> SetupFailures.assertFailure(
                context,
                "Lock backend 'redis' has no server: lockrace.lock.redis.uri is not set, and there is no"
                        + " LettuceConnectionFactory bean.",
                "Set lockrace.lock.redis.uri, or add spring-boot-starter-data-redis and set spring.data.redis.url, or set"
                        + " lockrace.lock.backend to another backend."));
    }

    @Test
    void a_missing_driver_fails_the_start_with_its_artifact() {
        withoutSpringData
                .withClassLoader(new FilteredClassLoader(RedisClient.class))
                .run(context -> SetupFailures.assertFailure(
                        context,
                        "The driver of lock backend 'redis' is missing on the class path: io.lettuce:lettuce-core.",
                        "Add the dependency, or set lockrace.lock.backend to another backend."));
    }

    private static RedisURI uri(AssertableApplicationContext context) {
        assertThat(context.getBean(LockClient.class).backend()).isEqualTo("redis");
        return target(context).uri();
    }

    private static RedisTarget target(AssertableApplicationContext context) {
        return context.getBean(RedisConfiguration.RedisSource.class).target().orElseThrow();
    }

    private static void assertCredentials(RedisURI uri, @Nullable String username, String password) {
        RedisCredentials credentials = Objects.requireNonNull(
                uri.getCredentialsProvider().resolveCredentials().block());
        assertThat(credentials.getUsername()).isEqualTo(username);
        assertThat(credentials.getPassword()).isEqualTo(password.toCharArray());
    }

    private static final class ContainerDetails implements DataRedisConnectionDetails {

        @Override
        public String getPassword() {
            return "secret";
        }

        @Override
        public Standalone getStandalone() {
            return Standalone.of("127.0.0.2", 1);
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class PrimaryAndMarked {

        @Bean
        @Primary
        LettuceConnectionFactory primary() {
            return new LettuceConnectionFactory("127.0.0.3", 1);
        }

        @Bean
        @LockStore
        LettuceConnectionFactory marked() {
            return new LettuceConnectionFactory("127.0.0.2", 1);
        }
    }
}
