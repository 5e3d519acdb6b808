package dev.lockrace.conformance.redis;

import org.junit.jupiter.api.extension.RegisterExtension;

/** Runs on the embedded Redis 6.2. */
class RedisPermissionsTest extends RedisPermissions {

    @RegisterExtension
    static final RedisFixture STORE = new RedisFixture();

    @Override
    RedisFixture store() {
        return STORE;
    }
}
