package dev.lockrace.lock.redis;

import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import io.lettuce.core.cluster.SlotHash;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The connections for one kind of request: one to a single server, or one to each node of a cluster.
 *
 * <p>A node of a cluster answers a request for a slot of another node with the address of that node. So the owners of
 * slots are learned from these answers, also after a failover. A node that cannot be reached is forgotten, and the next
 * request asks any other one.
 */
final class RedisNodes {

    private final RedisClient client;
    private final RedisAddress address;
    private final RedisEviction eviction;

    /** The owners of slots. All keys have at most as many slots as there are buckets of token counters. */
    private final Map<Integer, RedisConnection> owners = new ConcurrentHashMap<>();

    /** The known nodes by host and port. Guarded by this. */
    private final Map<String, RedisConnection> nodes = new LinkedHashMap<>();

    private final @Nullable RedisConnection single;
    private int turn;

    /** Creates the connections to the servers that the address names, without connecting. */
    RedisNodes(RedisClient client, RedisAddress address, RedisEviction eviction) {
        this.client = client;
        this.address = address;
        this.eviction = eviction;
        address.servers().forEach(server -> nodes.put(name(server), connection(server)));
        this.single = address.cluster() ? null : nodes.values().iterator().next();
    }

    private RedisConnection connection(RedisURI server) {
        return new RedisConnection(client, server, address.cluster(), eviction);
    }

    private static String name(RedisURI server) {
        return server.getHost() + ":" + server.getPort();
    }

    /** Starts to connect to the server, or to one node of the cluster. Does not block. */
    void connect() {
        var unused = any().connect();
    }

    /** Returns the connection to the server, or to the owner of the key's slot, or to any node if that is unknown. */
    RedisConnection of(String key) {
        if (single != null) {
            return single;
        }
        RedisConnection owner = owners.get(SlotHash.getSlot(key));
        return owner != null ? owner : any();
    }

    /** Returns a node that is connected, else any, each in turn. */
    private synchronized RedisConnection any() {
        List<RedisConnection> all = new ArrayList<>(nodes.values());
        turn = (turn + 1) % all.size();
        for (int i = 0; i < all.size(); i++) {
            RedisConnection next = all.get((turn + i) % all.size());
            if (next.isOpen()) {
                return next;
            }
        }
        return all.get(turn);
    }

    boolean isCluster() {
        return single == null;
    }

    /** Follows the answer of a node that the slot of the key is, or is being moved, on another one. */
    RedisConnection follow(RedisConnection from, String key, RedisError.Redirection redirection) {
        RedisConnection to = node(redirection.host().isEmpty() ? from.host() : redirection.host(), redirection.port());
        if (!redirection.once()) {
            owners.put(SlotHash.getSlot(key), to);
        }
        return to;
    }

    private synchronized RedisConnection node(String host, int port) {
        RedisURI server = address.withServer(host, port);
        return nodes.computeIfAbsent(name(server), unused -> connection(server));
    }

    /** Forgets a node of a cluster that did not answer or does not serve. The URI's own nodes are asked again. */
    void forget(RedisConnection lost) {
        if (single != null) {
            return;
        }
        owners.values().removeIf(lost::equals);
        synchronized (this) {
            boolean isOwn = address.servers().stream().anyMatch(server -> nodes.get(name(server)) == lost);
            if (!isOwn && nodes.values().removeIf(lost::equals)) {
                lost.close();
            }
        }
    }
}
