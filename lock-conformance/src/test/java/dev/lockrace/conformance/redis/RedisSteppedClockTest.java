package dev.lockrace.conformance.redis;

import dev.lockrace.conformance.ServerFixture;
import dev.lockrace.conformance.SteppedClockContract;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Steps of the clock of a Redis server. The build selects this test on machines with libfaketime. */
@Tag("process")
@Tag("libfaketime")
class RedisSteppedClockTest extends SteppedClockContract {

    @RegisterExtension
    static final RedisFixture STORE = RedisFixture.withSteppedClock();

    @Override
    protected ServerFixture store() {
        return STORE;
    }

    @Override
    protected void deleteLeases() {
        try (RedisAdmin admin = RedisAdmin.connect(STORE.address())) {
            admin.redis().keys("lockrace:*").forEach(admin.redis()::del);
        }
    }
}
