package dev.lockrace.servers.redis;

import dev.lockrace.servers.Endpoint;
import dev.lockrace.servers.ServerException;
import dev.lockrace.servers.ServerProcess;
import dev.lockrace.servers.process.Poll;
import dev.lockrace.servers.process.Poll.Condition;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** A Redis Cluster of three primaries, of which the first has a replica. Its nodes have no authentication. */
public final class RedisCluster implements AutoCloseable {

    private static final String NAME = "redis-cluster";
    private static final Duration TIMEOUT = Duration.ofSeconds(60);
    private static final Duration NODE_TIMEOUT = Duration.ofSeconds(2);
    private static final int PRIMARIES = 3;
    private static final int SLOTS = 16_384;

    /** A node also needs the port that is greater by 10,000, which another program may use. */
    private static final int START_ATTEMPTS = 5;

    private final List<ServerProcess> nodes = new ArrayList<>();

    private RedisCluster() {}

    /**
     * Starts the nodes and connects them. Blocks until the cluster serves all slots and the replica has all data.
     *
     * @param directory the parent of the nodes' directories
     * @param cache the directory of unpacked programs
     * @throws ServerException if that fails; nothing is left running then
     */
    public static RedisCluster start(Path directory, Path cache) {
        RedisCluster cluster = new RedisCluster();
        try {
            for (int i = 0; i <= PRIMARIES; i++) {
                cluster.nodes.add(startNode(directory, cache, i));
            }
            cluster.form();
            return cluster;
        } catch (IOException e) {
            cluster.close();
            throw new ServerException(NAME, "did not start: " + e.getMessage(), e);
        } catch (InterruptedException e) {
            cluster.close();
            Thread.currentThread().interrupt();
            throw new ServerException(NAME, "interrupted while the cluster was formed", e);
        } catch (ServerException e) {
            cluster.close();
            throw e;
        }
    }

    private static ServerProcess startNode(Path directory, Path cache, int number) {
        for (int attempt = 1; ; attempt++) {
            ServerProcess node = RedisServer.clusterNode(
                    directory.resolve("node-%d-%d".formatted(number, attempt)), cache, NODE_TIMEOUT);
            try {
                node.start();
                return node;
            } catch (ServerException e) {
                node.close();
                if (attempt == START_ATTEMPTS) {
                    throw e;
                }
            }
        }
    }

    private void form() throws IOException, InterruptedException {
        for (int i = 0; i < PRIMARIES; i++) {
            RedisInline.expectOk(primary(i), "CLUSTER ADDSLOTS " + slots(i));
            RedisInline.expectOk(primary(i), "CLUSTER SET-CONFIG-EPOCH " + (i + 1));
        }
        for (ServerProcess node : nodes.subList(1, nodes.size())) {
            RedisInline.expectOk(
                    node.endpoint(),
                    "CLUSTER MEET %s %d".formatted(primary(0).host(), primary(0).port()));
        }
        await(
                "the nodes did not find each other",
                () -> allKnow("cluster_known_nodes", Integer.toString(nodes.size())));
        RedisInline.expectOk(replica(), "CLUSTER REPLICATE " + id(primary(0)));
        await(
                "the replica did not connect to its primary",
                () -> "up"
                        .equals(RedisInline.properties(replica(), "INFO replication")
                                .get("master_link_status")));
        // A node that has slots still answers CLUSTERDOWN for a while, until its state changes.
        await("the cluster does not serve all slots", () -> allKnow("cluster_state", "ok") && replicaIsKnown());
    }

    private static String slots(int primary) {
        return IntStream.range(primary * SLOTS / PRIMARIES, (primary + 1) * SLOTS / PRIMARIES)
                .mapToObj(Integer::toString)
                .collect(Collectors.joining(" "));
    }

    private boolean allKnow(String property, String value) throws IOException {
        for (ServerProcess node : nodes) {
            if (!value.equals(
                    RedisInline.properties(node.endpoint(), "CLUSTER INFO").get(property))) {
                return false;
            }
        }
        return true;
    }

    private boolean replicaIsKnown() throws IOException {
        for (ServerProcess node : nodes) {
            if (RedisInline.send(node.endpoint(), "CLUSTER NODES").lines().noneMatch(it -> it.contains("slave"))) {
                return false;
            }
        }
        return true;
    }

    private static String id(Endpoint node) throws IOException {
        return RedisInline.send(node, "CLUSTER MYID")
                .lines()
                .skip(1)
                .findFirst()
                .orElseThrow();
    }

    private static void await(String failure, Condition<IOException> condition)
            throws IOException, InterruptedException {
        if (!Poll.until(TIMEOUT, condition)) {
            throw new IOException("%s within %d s".formatted(failure, TIMEOUT.toSeconds()));
        }
    }

    private Endpoint primary(int number) {
        return nodes.get(number).endpoint();
    }

    private Endpoint replica() {
        return nodes.get(PRIMARIES).endpoint();
    }

    /** Returns the nodes: the primaries in the order of their slots, of which each has a third, then the replica. */
    public List<ServerProcess> nodes() {
        return List.copyOf(nodes);
    }

    @Override
    public void close() {
        nodes.forEach(ServerProcess::close);
    }
}
