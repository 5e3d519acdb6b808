package dev.lockrace.benchmarks.subject;

import io.lettuce.core.RedisClient;
import io.lettuce.core.ScriptOutputType;
import io.lettuce.core.SetArgs;
import io.lettuce.core.api.sync.RedisCommands;
import java.util.concurrent.atomic.AtomicLong;

/** Redis' bare driver: {@code SET NX PX}, and a script that deletes the key if it has the owner's value. */
final class BareRedis implements Subject, Subject.Caller {

    private static final String RELEASE =
            "if redis.call('get', KEYS[1]) == ARGV[1] then return redis.call('del', KEYS[1]) end return 0";

    private final RedisClient client;
    private final RedisCommands<String, String> commands;
    private final String release;
    private final SetArgs ifAbsent = SetArgs.Builder.nx().px(TIME_TO_LIVE);
    private final AtomicLong calls = new AtomicLong();

    private BareRedis(RedisClient client) {
        this.client = client;
        this.commands = client.connect().sync();
        this.release = commands.scriptLoad(RELEASE);
    }

    static BareRedis connect(String uri) {
        return new BareRedis(RedisClient.create(uri));
    }

    @Override
    public Caller caller() {
        return this;
    }

    @Override
    public boolean tryAcquire(String name) {
        return acquire(name, newOwner());
    }

    @Override
    public boolean acquireAndRelease(String name) {
        String owner = newOwner();
        return acquire(name, owner) && release(name, owner);
    }

    private String newOwner() {
        return "owner-" + calls.incrementAndGet();
    }

    private boolean acquire(String name, String owner) {
        return "OK".equals(commands.set(name, owner, ifAbsent));
    }

    private boolean release(String name, String owner) {
        Long deleted = commands.evalsha(release, ScriptOutputType.INTEGER, new String[] {name}, owner);
        return deleted == 1;
    }

    @Override
    public void close() {
        client.shutdown();
    }
}
