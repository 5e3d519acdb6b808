package dev.lockrace.conformance.redis;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Runs on Redis 8, whose error messages differ. */
@Tag("docker")
class RedisContainerPermissionsTest extends RedisPermissions {

    @RegisterExtension
    static final RedisFixture STORE = RedisFixture.inContainer();

    @Override
    RedisFixture store() {
        return STORE;
    }
}
