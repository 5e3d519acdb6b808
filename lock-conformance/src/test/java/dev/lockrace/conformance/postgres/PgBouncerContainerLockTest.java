package dev.lockrace.conformance.postgres;

import dev.lockrace.conformance.SharedLockContract;
import dev.lockrace.conformance.fixture.SharedStoreFixture;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The contract behind PgBouncer 1.24 in transaction mode. */
@Tag("docker")
class PgBouncerContainerLockTest extends SharedLockContract {

    @RegisterExtension
    static final PostgresFixture STORE = PostgresFixture.behindContainer(List.of());

    @Override
    public SharedStoreFixture fixture() {
        return STORE;
    }
}
