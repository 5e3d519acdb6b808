package dev.lockrace.lock.spring;

import dev.lockrace.lock.redis.RedisLockBackend;
import io.lettuce.core.RedisClient;
import io.lettuce.core.SslOptions;
import java.util.Optional;
import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.ssl.SslBundles;
import org.springframework.boot.ssl.SslManagerBundle;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.data.redis.connection.RedisConnectionFactory;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;
import org.springframework.util.StringUtils;

/**
 * The backend {@code redis}. It takes address, credentials and TLS settings from its own properties, else from the
 * application's {@link LettuceConnectionFactory}, which Spring Boot configures from {@code spring.data.redis} or from the
 * connection details of a container. It never takes connections from the factory.
 */
@Configuration(proxyBeanMethods = false)
@ConditionalOnBackend(RedisLockBackend.NAME)
@ConditionalOnClass(RedisClient.class)
@ConditionalOnMissingBean(RedisLockBackend.class)
class RedisConfiguration {

    @Bean
    RedisLockBackend redisLockBackend(
            LockProperties properties, ObjectProvider<SslBundles> bundles, ObjectProvider<RedisSource> sources) {
        LockProperties.Redis own = properties.redis();
        if (StringUtils.hasText(own.uri())) {
            return RedisLockBackend.connect(own.uri(), tls(own.sslBundle(), bundles));
        }
        RedisTarget target = sources.stream()
                .findFirst()
                .flatMap(RedisSource::target)
                .orElseThrow(() -> new BackendNotSetUpException(
                        "Lock backend 'redis' has no server: lockrace.lock.redis.uri is not set, and there is no"
                                + " LettuceConnectionFactory bean.",
                        "Set lockrace.lock.redis.uri, or add spring-boot-starter-data-redis and set"
                                + " spring.data.redis.url, or set lockrace.lock.backend to another backend."));
        return target.connect();
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

    /** The Redis server of the application. */
    interface RedisSource {
        Optional<RedisTarget> target();
    }

    @Configuration(proxyBeanMethods = false)
    @ConditionalOnClass(LettuceConnectionFactory.class)
    static class SpringData {

        @Bean
        RedisSource lockRedisSource(
                @LockStore ObjectProvider<RedisConnectionFactory> marked,
                ObjectProvider<RedisConnectionFactory> factories,
                ListableBeanFactory beans) {
            return () -> StoreBeans.select(RedisConnectionFactory.class, marked, factories, beans)
                    .map(LettuceAddress::of);
        }
    }
}
