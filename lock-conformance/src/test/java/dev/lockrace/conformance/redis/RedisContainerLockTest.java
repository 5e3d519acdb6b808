package dev.lockrace.conformance.redis;

import dev.lockrace.conformance.SharedLockContract;
import dev.lockrace.conformance.fixture.SharedStoreFixture;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The backend {@code redis} on Redis 8, whose users have no permissions for channels by default. */
@Tag("docker")
class RedisContainerLockTest extends SharedLockContract {

    @RegisterExtension
    static final RedisFixture STORE = RedisFixture.inContainer();

    @Override
    public SharedStoreFixture fixture() {
        return STORE;
    }
}
