package dev.lockrace.servers.redis;

import dev.lockrace.servers.Endpoint;
import dev.lockrace.servers.ServerException;
import dev.lockrace.servers.ServerProcess;
import dev.lockrace.servers.process.DirectoryCache;
import dev.lockrace.servers.process.GuardedServer;
import dev.lockrace.servers.process.Poll;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** A Redis Sentinel that watches one primary, and promotes its replica when the primary does not answer. */
public final class RedisSentinel extends GuardedServer {

    /** The name under which the Sentinel knows the primary. */
    public static final String PRIMARY = "primary";

    private static final Duration TIMEOUT = Duration.ofSeconds(30);

    private final DirectoryCache cache;
    private final Endpoint primary;
    private final Duration downAfter;

    /**
     * Creates a Sentinel without authentication.
     *
     * @param directory the server's directory, deleted on {@link #close}
     * @param cache the directory of unpacked programs
     * @param downAfter the time after which a primary that does not answer is replaced
     */
    public static ServerProcess create(Path directory, Path cache, Endpoint primary, Duration downAfter) {
        return new RedisSentinel(directory, cache, primary, downAfter);
    }

    private RedisSentinel(Path directory, Path cache, Endpoint primary, Duration downAfter) {
        super("redis-sentinel", directory, "TERM", "KILL");
        this.cache = new DirectoryCache(cache);
        this.primary = primary;
        this.downAfter = downAfter;
    }

    @Override
    protected List<String> prepare(int port) throws IOException, InterruptedException {
        Path program = RedisBinary.unpacked(cache);
        Path settings = directory().resolve("sentinel.conf"); // which Sentinel itself rewrites
        Files.writeString(settings, """
                bind %s
                port %d
                dir %s
                sentinel monitor %s %s %d 1
                sentinel down-after-milliseconds %4$s %7$d
                sentinel failover-timeout %4$s 5000
                """.formatted(
                Endpoint.LOOPBACK, port, directory(), PRIMARY, primary.host(), primary.port(), downAfter.toMillis()));
        return List.of(program.toString(), settings.toString(), "--sentinel");
    }

    /**
     * Blocks until the Sentinel has found the replica that it can promote.
     *
     * @throws ServerException if it does not in time
     */
    public static void awaitReplica(Endpoint sentinel) {
        try {
            if (!Poll.until(TIMEOUT, () -> knowsReplica(sentinel))) {
                throw new ServerException("redis-sentinel", "%s did not find the replica".formatted(sentinel));
            }
        } catch (IOException e) {
            throw new ServerException("redis-sentinel", "its replica is not known: " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ServerException("redis-sentinel", "interrupted while it looked for the replica", e);
        }
    }

    private static boolean knowsReplica(Endpoint sentinel) throws IOException {
        String replicas = RedisInline.send(sentinel, "SENTINEL REPLICAS " + PRIMARY);
        return replicas.contains("master-link-status") && replicas.lines().anyMatch("ok"::equals);
    }

    @Override
    protected boolean isReady(int port, long pid) {
        return RedisPing.isAnswered(port);
    }

    @Override
    protected String describe(int port) throws IOException, InterruptedException {
        return "Redis Sentinel " + RedisBinary.version(RedisBinary.unpacked(cache));
    }

    @Override
    protected Endpoint endpointAt(int port) {
        return Endpoint.withoutUser(port);
    }
}
