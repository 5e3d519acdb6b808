package dev.lockrace.lock.spring;

import io.lettuce.core.ClientOptions;
import io.lettuce.core.RedisURI;
import io.lettuce.core.SslOptions;
import java.util.List;
import java.util.stream.Stream;
import org.springframework.beans.DirectFieldAccessor;
import org.springframework.data.redis.connection.RedisClusterConfiguration;
import org.springframework.data.redis.connection.RedisConfiguration;
import org.springframework.data.redis.connection.RedisConnectionFactory;
import org.springframework.data.redis.connection.RedisPassword;
import org.springframework.data.redis.connection.RedisSentinelConfiguration;
import org.springframework.data.redis.connection.RedisSocketConfiguration;
import org.springframework.data.redis.connection.RedisStandaloneConfiguration;
import org.springframework.data.redis.connection.lettuce.LettuceClientConfiguration;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;
import org.springframework.data.redis.connection.lettuce.LettuceConverters;
import org.springframework.data.redis.connection.lettuce.RedisCredentialsProviderFactory;

/** A reader of the address, credentials and TLS settings that a {@link LettuceConnectionFactory} contains. */
final class LettuceAddress {

    private static final String REMEDY =
            "Set lockrace.lock.redis.uri to one server, to Sentinels or to a cluster, or lockrace.lock.backend to another backend.";

    private LettuceAddress() {}

    /**
     * @throws BackendNotSetUpException if the factory uses another driver, or leads to a kind of server that the backend
     *     does not support
     */
    static RedisTarget of(RedisConnectionFactory factory) {
        if (factory instanceof LettuceConnectionFactory lettuce) {
            LettuceClientConfiguration client = lettuce.getClientConfiguration();
            SslOptions tls =
                    client.getClientOptions().map(ClientOptions::getSslOptions).orElseGet(SslOptions::create);
            RedisConfiguration server = configuration(lettuce);
            return server instanceof RedisClusterConfiguration cluster
                    ? new RedisTarget(nodes(cluster, client), true, tls)
                    : new RedisTarget(List.of(uri(address(server), server, client)), false, tls);
        }
        throw unusable(factory.getClass() + " is not a LettuceConnectionFactory");
    }

    /**
     * Reads the private field, because the getters are incomplete. For a static list of replicas, and for a standalone
     * server that is given as a plain {@link RedisConfiguration}, they return localhost or no user name.
     */
    private static RedisConfiguration configuration(LettuceConnectionFactory factory) {
        DirectFieldAccessor fields = new DirectFieldAccessor(factory);
        if (fields.isReadableProperty("configuration")
                && fields.getPropertyValue("configuration") instanceof RedisConfiguration it) {
            return it;
        }
        throw unusable("its configuration cannot be read");
    }

    private static List<RedisURI> nodes(RedisClusterConfiguration cluster, LettuceClientConfiguration client) {
        List<RedisURI> nodes = cluster.getClusterNodes().stream()
                .map(node -> RedisURI.create(node.getRequiredHost(), node.getRequiredPort()))
                .map(node -> uri(node, cluster, client))
                .toList();
        if (nodes.isEmpty()) {
            throw unusable("its cluster has no nodes");
        }
        return nodes;
    }

    /** Adds the credentials and the TLS settings. */
    private static RedisURI uri(RedisURI uri, RedisConfiguration server, LettuceClientConfiguration client) {
        uri.setDatabase(server.getDatabaseOrElse(() -> 0));
        authenticate(uri, server, client);
        Stream.concat(Stream.of(uri), uri.getSentinels().stream()).forEach(it -> {
            it.setSsl(client.isUseSsl());
            it.setStartTls(client.isStartTls());
            it.setVerifyPeer(client.getVerifyMode());
        });
        return uri;
    }

    private static RedisURI address(RedisConfiguration server) {
        if (server instanceof RedisStandaloneConfiguration standalone) {
            return RedisURI.create(standalone.getHostName(), standalone.getPort());
        }
        if (server instanceof RedisSentinelConfiguration sentinel) {
            return LettuceConverters.sentinelConfigurationToRedisURI(sentinel);
        }
        if (server instanceof RedisSocketConfiguration socket) {
            return RedisURI.Builder.socket(socket.getSocket()).build();
        }
        throw unusable("the backend does not support a " + server.getClass().getSimpleName());
    }

    private static void authenticate(RedisURI uri, RedisConfiguration server, LettuceClientConfiguration client) {
        RedisPassword password = server.getPasswordOrElse(RedisPassword::none);
        String username = RedisConfiguration.getUsernameOrElse(server, () -> null);
        if (password.isPresent() && username != null) {
            uri.setAuthentication(username, password.get());
        } else if (password.isPresent()) {
            uri.setAuthentication(password.get());
        }
        client.getRedisCredentialsProviderFactory().ifPresent(providers -> provide(uri, server, providers));
    }

    private static void provide(RedisURI uri, RedisConfiguration server, RedisCredentialsProviderFactory providers) {
        uri.setCredentialsProvider(providers.createCredentialsProvider(server));
        if (server instanceof RedisSentinelConfiguration sentinel) {
            uri.getSentinels()
                    .forEach(it -> it.setCredentialsProvider(providers.createSentinelCredentialsProvider(sentinel)));
        }
    }

    private static BackendNotSetUpException unusable(String reason) {
        return new BackendNotSetUpException(
                "Lock backend 'redis' cannot use the RedisConnectionFactory bean: %s.".formatted(reason), REMEDY);
    }
}
