package dev.lockrace.benchmarks.subject;

import dev.lockrace.servers.Endpoint;
import net.javacrumbs.shedlock.provider.redis.spring.RedisLockProvider;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;
import org.springframework.integration.redis.util.RedisLockRegistry;

/** Locks in Redis. All threads share one Lettuce connection; Redisson has its own driver and pool. */
final class RedisSubjects {

    private RedisSubjects() {}

    static Subject open(Candidate candidate, Endpoint endpoint) {
        String uri = "redis://%s:%d".formatted(endpoint.host(), endpoint.port());
        return switch (candidate) {
            case SHEDLOCK -> shedLock(connections(endpoint));
            case SPRING_INTEGRATION -> springIntegration(connections(endpoint));
            case REDISSON -> RedissonLocks.connect(uri);
            case BARE_DRIVER -> BareRedis.connect(uri);
            default -> throw new IllegalArgumentException("%s has no locks in Redis".formatted(candidate.label()));
        };
    }

    private static LettuceConnectionFactory connections(Endpoint endpoint) {
        LettuceConnectionFactory connections = new LettuceConnectionFactory(endpoint.host(), endpoint.port());
        connections.afterPropertiesSet();
        connections.start();
        return connections;
    }

    private static Subject shedLock(LettuceConnectionFactory connections) {
        return new ShedLocks(new RedisLockProvider(connections), connections::destroy);
    }

    private static Subject springIntegration(LettuceConnectionFactory connections) {
        return new SpringIntegrationLocks(
                () -> new RedisLockRegistry(connections, "bench", Subject.TIME_TO_LIVE), connections::destroy);
    }
}
