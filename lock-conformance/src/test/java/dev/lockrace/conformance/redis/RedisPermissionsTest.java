package dev.lockrace.conformance.redis;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Runs on the embedded Redis 6.2. */
@Tag("process")
class RedisPermissionsTest extends RedisPermissions {

    @RegisterExtension
    static final RedisFixture STORE = new RedisFixture();

    @Override
    RedisFixture store() {
        return STORE;
    }
}
