package dev.lockrace.conformance.postgres;

import dev.lockrace.conformance.SharedLockContract;
import dev.lockrace.conformance.fixture.SharedStoreFixture;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.RegisterExtension;

@Tag("process")
class PostgresLockTest extends SharedLockContract {

    @RegisterExtension
    static final PostgresFixture STORE = PostgresFixture.withDeclaredPermissionsOnly();

    @Override
    public SharedStoreFixture fixture() {
        return STORE;
    }
}
