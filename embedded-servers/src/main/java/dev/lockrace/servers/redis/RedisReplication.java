package dev.lockrace.servers.redis;

import dev.lockrace.servers.Endpoint;
import dev.lockrace.servers.ServerException;
import dev.lockrace.servers.process.Poll;
import dev.lockrace.servers.process.Poll.Condition;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;

/** The replication between two Redis servers without authentication. Each method blocks until its effect is complete. */
public final class RedisReplication {

    private static final String NAME = "redis";
    private static final Duration TIMEOUT = Duration.ofSeconds(20);

    private RedisReplication() {}

    /**
     * Makes a server the replica of another one. Its data are replaced.
     *
     * @throws ServerException if it has not all data of its primary in time
     */
    public static void replicate(Endpoint replica, Endpoint primary) {
        run(() -> {
            follow(replica, primary);
            await(() -> "up".equals(info(replica).get("master_link_status")), "did not connect to its primary");
        });
    }

    /**
     * Exchanges the roles of a primary and its replica, which first gets all data. Both servers keep their connections
     * open.
     *
     * @throws ServerException if the replica has not all data in time
     */
    public static void switchOver(Endpoint from, Endpoint to) {
        run(() -> {
            long offset = Long.parseLong(info(from).getOrDefault("master_repl_offset", "0"));
            await(
                    () -> Long.parseLong(info(to).getOrDefault("slave_repl_offset", "-1")) >= offset,
                    "did not catch up with its primary");
        });
        promote(to);
        replicate(from, to);
    }

    /** Makes a server a primary. Does nothing if it is one. */
    public static void promote(Endpoint server) {
        run(() -> RedisInline.expectOk(server, "REPLICAOF NO ONE"));
    }

    private static void follow(Endpoint replica, Endpoint primary) throws IOException {
        RedisInline.expectOk(replica, "REPLICAOF %s %d".formatted(primary.host(), primary.port()));
    }

    private static Map<String, String> info(Endpoint server) throws IOException {
        return RedisInline.properties(server, "INFO replication");
    }

    private interface Step {
        void run() throws IOException, InterruptedException;
    }

    private static void await(Condition<IOException> condition, String failure)
            throws IOException, InterruptedException {
        if (!Poll.until(TIMEOUT, condition)) {
            throw new IOException("%s within %d s".formatted(failure, TIMEOUT.toSeconds()));
        }
    }

    private static void run(Step step) {
        try {
            step.run();
        } catch (IOException e) {
            throw new ServerException(NAME, "replication: " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ServerException(NAME, "interrupted while replication was set up", e);
        }
    }
}
