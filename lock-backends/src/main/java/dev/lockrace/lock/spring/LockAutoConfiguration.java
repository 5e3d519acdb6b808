package dev.lockrace.lock.spring;

import com.zaxxer.hikari.HikariDataSource;
import dev.lockrace.lock.LockBackend;
import dev.lockrace.lock.LockClient;
import dev.lockrace.lock.LockObserver;
import dev.lockrace.lock.local.LocalLockBackend;
import dev.lockrace.lock.memcached.MemcachedLockBackend;
import dev.lockrace.lock.postgres.PostgresLockBackend;
import dev.lockrace.lock.postgres.PostgresLockPool;
import dev.lockrace.lock.redis.RedisLockBackend;
import io.lettuce.core.RedisClient;
import io.lettuce.core.SslOptions;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.List;
import net.spy.memcached.MemcachedClient;
import net.spy.memcached.compat.log.SLF4JLogger;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionOutcome;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.SpringBootCondition;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.jdbc.autoconfigure.JdbcConnectionDetails;
import org.springframework.boot.ssl.SslBundles;
import org.springframework.boot.ssl.SslManagerBundle;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.type.AnnotatedTypeMetadata;
import org.springframework.util.StringUtils;

/**
 * Auto-configuration of every backend whose driver and settings are present, and of a {@link LockClient} for the
 * backend in {@code lockrace.lock.backend}. Startup fails if that backend is not set up.
 */
@AutoConfiguration(
        afterName = {
            "org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration",
            "org.springframework.boot.micrometer.metrics.autoconfigure.CompositeMeterRegistryAutoConfiguration",
            "org.springframework.boot.micrometer.metrics.autoconfigure.export.simple.SimpleMetricsExportAutoConfiguration"
        })
@EnableConfigurationProperties(LockProperties.class)
class LockAutoConfiguration {

    @Bean
    @ConditionalOnMissingBean
    LocalLockBackend localLockBackend() {
        return new LocalLockBackend();
    }

    @Bean
    @ConditionalOnMissingBean
    LockClients lockClients(
            List<LockBackend> backends, ObjectProvider<LockObserver> observer, LockProperties properties) {
        return new LockClients(backends.stream()
                .map(backend -> LockClient.builder(backend)
                        .observer(observer.getIfAvailable(() -> LockObserver.NONE))
                        .requestTimeout(properties.requestTimeout())
                        .build())
                .toList());
    }

    @Bean(destroyMethod = "")
    @ConditionalOnMissingBean
    LockClient lockClient(LockClients clients, LockProperties properties) {
        return clients.get(properties.backend());
    }

    @Configuration(proxyBeanMethods = false)
    @ConditionalOnClass({HikariDataSource.class, org.postgresql.Driver.class, JdbcConnectionDetails.class})
    static class Database {

        @Bean
        @ConditionalOnMissingBean
        @ConditionalOnBean(JdbcConnectionDetails.class)
        PostgresLockBackend databaseLockBackend(JdbcConnectionDetails connection, LockProperties properties) {
            LockProperties.Database database = properties.database();
            String url = database.url();
            return url == null || url.isBlank()
                    ? pooled(connection.getJdbcUrl(), connection.getUsername(), connection.getPassword(), properties)
                    : pooled(url, database.username(), database.password(), properties);
        }

        private static PostgresLockBackend pooled(
                String url, @Nullable String username, @Nullable String password, LockProperties properties) {
            return PostgresLockBackend.pooled(new PostgresLockPool(
                    url,
                    username,
                    password,
                    properties.database().poolSize(),
                    properties.requestTimeout(),
                    properties.database().createSchema()));
        }
    }

    @Configuration(proxyBeanMethods = false)
    @ConditionalOnClass(MemcachedClient.class)
    static class Memcached {

        @Bean
        @ConditionalOnMissingBean
        @Conditional(OnServers.class)
        MemcachedLockBackend memcachedLockBackend(LockProperties properties) {
            logSpymemcachedThroughSlf4j();
            return MemcachedLockBackend.connect(properties.memcached().servers().stream()
                    .map(ServerAddress::parse)
                    .toList());
        }

        /** Matches if there are servers, as a comma-separated string or as a list. */
        static class OnServers extends SpringBootCondition {

            private static final String PROPERTY = "lockrace.lock.memcached.servers";

            @Override
            public ConditionOutcome getMatchOutcome(ConditionContext context, AnnotatedTypeMetadata metadata) {
                List<String> servers = Binder.get(context.getEnvironment())
                        .bind(PROPERTY, Bindable.listOf(String.class))
                        .orElse(List.of());
                return new ConditionOutcome(
                        !servers.isEmpty(), "%s: %d configured".formatted(PROPERTY, servers.size()));
            }
        }

        /** Replaces the driver's default, which prints every failed reconnection and its stack trace to stderr. */
        private static void logSpymemcachedThroughSlf4j() {
            if (System.getProperty("net.spy.log.LoggerImpl") == null) {
                System.setProperty("net.spy.log.LoggerImpl", SLF4JLogger.class.getName());
            }
        }
    }

    @Configuration(proxyBeanMethods = false)
    @ConditionalOnClass(RedisClient.class)
    static class Redis {

        @Bean
        @ConditionalOnMissingBean
        @Conditional(OnUri.class)
        RedisLockBackend redisLockBackend(LockProperties properties, ObjectProvider<SslBundles> bundles) {
            LockProperties.Redis redis = properties.redis();
            return RedisLockBackend.connect(redis.uri(), tls(redis.sslBundle(), bundles));
        }

        private static SslOptions tls(String bundle, ObjectProvider<SslBundles> bundles) {
            if (bundle.isBlank()) {
                return SslOptions.create();
            }
            SslManagerBundle managers = bundles.getObject().getBundle(bundle).getManagers();
            return SslOptions.builder()
                    .jdkSslProvider()
                    .keyManager(managers.getKeyManagerFactory())
                    .trustManager(managers.getTrustManagerFactory())
                    .build();
        }

        /** Matches if the URI is not blank. */
        static class OnUri extends SpringBootCondition {

            private static final String PROPERTY = "lockrace.lock.redis.uri";

            @Override
            public ConditionOutcome getMatchOutcome(ConditionContext context, AnnotatedTypeMetadata metadata) {
                boolean hasUri = StringUtils.hasText(context.getEnvironment().getProperty(PROPERTY));
                return new ConditionOutcome(hasUri, PROPERTY + (hasUri ? " is set" : " is blank"));
            }
        }
    }

    @Configuration(proxyBeanMethods = false)
    @ConditionalOnClass(MeterRegistry.class)
    static class Metrics {

        @Bean
        @ConditionalOnMissingBean(LockObserver.class)
        @ConditionalOnBean(MeterRegistry.class)
        LockMetrics lockMetrics(MeterRegistry registry, List<LockBackend> backends) {
            return new LockMetrics(
                    registry, backends.stream().map(LockBackend::name).toList());
        }
    }
}
