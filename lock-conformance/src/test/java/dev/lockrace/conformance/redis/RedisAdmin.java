package dev.lockrace.conformance.redis;

import dev.lockrace.lock.redis.RedisLockBackend;
import dev.lockrace.servers.Endpoint;
import io.lettuce.core.RedisClient;
import io.lettuce.core.api.sync.RedisCommands;
import io.lettuce.core.codec.StringCodec;
import io.lettuce.core.output.StatusOutput;
import io.lettuce.core.protocol.CommandArgs;
import io.lettuce.core.protocol.CommandType;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.awaitility.Awaitility;

/** A connection of Redis' default user, which has all permissions. */
record RedisAdmin(RedisClient client, RedisCommands<String, String> redis) implements AutoCloseable {

    /** The permissions that the backend needs. */
    static final List<String> PERMISSIONS = List.of(RedisLockBackend.ACL.split(" "));

    static RedisAdmin connect(InetSocketAddress address) {
        RedisClient client = RedisClient.create("redis://%s:%d".formatted(address.getHostString(), address.getPort()));
        return new RedisAdmin(client, client.connect().sync());
    }

    static RedisAdmin connect(Endpoint server) {
        return connect(new InetSocketAddress(server.host(), server.port()));
    }

    /** Creates a user, or replaces the one of that name, with rules in the syntax of {@code ACL SETUSER}. */
    void createUser(String user, String password, List<String> permissions) {
        CommandArgs<String, String> arguments = new CommandArgs<>(StringCodec.UTF8);
        Stream.concat(Stream.of("SETUSER", user, "reset", "on", ">" + password), permissions.stream())
                .forEach(arguments::add);
        redis.dispatch(CommandType.ACL, new StatusOutput<>(StringCodec.UTF8), arguments);
    }

    /** Makes the server a primary. */
    void promote() {
        redis.replicaofNoOne();
    }

    /** Makes the server a replica. Returns once it has the data of its primary. */
    void replicate(InetSocketAddress primary) {
        redis.replicaof(primary.getHostString(), primary.getPort());
        Awaitility.await()
                .atMost(Duration.ofSeconds(20))
                .until(() -> redis.info("replication").contains("master_link_status:up"));
    }

    @Override
    public void close() {
        client.shutdown(0, 1, TimeUnit.SECONDS);
    }
}
