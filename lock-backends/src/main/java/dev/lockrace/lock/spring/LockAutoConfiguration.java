package dev.lockrace.lock.spring;

import dev.lockrace.lock.LockBackend;
import dev.lockrace.lock.LockClient;
import dev.lockrace.lock.LockObserver;
import dev.lockrace.lock.local.LocalLockBackend;
import dev.lockrace.lock.memcached.MemcachedLockBackend;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Collection;
import java.util.List;
import net.spy.memcached.MemcachedClient;
import net.spy.memcached.compat.log.SLF4JLogger;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.core.io.ResourceLoader;

/**
 * Auto-configuration of the selected backends, with a {@link LockClient} each. Startup fails if one of them has no server
 * or no driver. Backends that are not selected are not set up, even if they could be.
 */
@AutoConfiguration(
        afterName = {
            "org.springframework.boot.micrometer.metrics.autoconfigure.CompositeMeterRegistryAutoConfiguration",
            "org.springframework.boot.micrometer.metrics.autoconfigure.export.simple.SimpleMetricsExportAutoConfiguration"
        })
@EnableConfigurationProperties(LockProperties.class)
@Import({DatabaseConfiguration.class, RedisConfiguration.class})
class LockAutoConfiguration {

    @Bean
    @ConditionalOnBackend(LocalLockBackend.NAME)
    @ConditionalOnMissingBean
    LocalLockBackend localLockBackend() {
        return new LocalLockBackend();
    }

    @Bean
    @ConditionalOnMissingBean
    LockClients lockClients(
            ObjectProvider<LockBackend> backends,
            ObjectProvider<LockObserver> observer,
            LockProperties properties,
            ResourceLoader resources) {
        List<String> names = backends.stream().map(LockBackend::name).toList();
        properties.additionalBackends().forEach(name -> require(names, name, "additional-backends", resources));
        return new LockClients(backends.stream()
                .map(backend -> LockClient.builder(backend)
                        .observer(observer.getIfAvailable(() -> LockObserver.NONE))
                        .requestTimeout(properties.requestTimeout())
                        .build())
                .toList());
    }

    @Bean(destroyMethod = "")
    @ConditionalOnMissingBean
    LockClient lockClient(LockClients clients, LockProperties properties, ResourceLoader resources) {
        require(clients.backends(), properties.backend(), "backend", resources);
        return clients.get(properties.backend());
    }

    private static void require(Collection<String> names, String name, String property, ResourceLoader resources) {
        if (!names.contains(name)) {
            throw MissingBackend.explain(name, "lockrace.lock." + property, resources.getClassLoader());
        }
    }

    @Configuration(proxyBeanMethods = false)
    @ConditionalOnBackend(MemcachedLockBackend.NAME)
    @ConditionalOnClass(MemcachedClient.class)
    @ConditionalOnMissingBean(MemcachedLockBackend.class)
    static class Memcached {

        @Bean
        MemcachedLockBackend memcachedLockBackend(LockProperties properties) {
            List<String> servers = properties.memcached().servers();
            if (servers.isEmpty()) {
                throw new BackendNotSetUpException(
                        "Lock backend 'memcached' has no server: lockrace.lock.memcached.servers is not set.",
                        "Set it to all servers, such as localhost:11211, or set lockrace.lock.backend to another backend.");
            }
            logSpymemcachedThroughSlf4j();
            return MemcachedLockBackend.connect(
                    servers.stream().map(ServerAddress::parse).toList());
        }

        /** Replaces the driver's default, which prints every failed reconnection and its stack trace to stderr. */
        private static void logSpymemcachedThroughSlf4j() {
            if (System.getProperty("net.spy.log.LoggerImpl") == null) {
                System.setProperty("net.spy.log.LoggerImpl", SLF4JLogger.class.getName());
            }
        }
    }

    @Configuration(proxyBeanMethods = false)
    @ConditionalOnClass(MeterRegistry.class)
    static class Metrics {

        @Bean
        @ConditionalOnMissingBean(LockObserver.class)
        @ConditionalOnBean(MeterRegistry.class)
        LockMetrics lockMetrics(MeterRegistry registry, ObjectProvider<LockBackend> backends) {
            return new LockMetrics(
                    registry, backends.stream().map(LockBackend::name).toList());
        }
    }
}
