package dev.lockrace.conformance.postgres;

import dev.lockrace.conformance.SharedLockContract;
import dev.lockrace.conformance.fixture.SharedStoreFixture;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The contract behind PgBouncer in transaction mode. The build selects this test on machines with PgBouncer. */
@Tag("process")
@Tag("pgbouncer")
class PgBouncerLockTest extends SharedLockContract {

    @RegisterExtension
    static final PostgresFixture STORE = PostgresFixture.behindPoolerWithDeclaredPermissionsOnly();

    @Override
    public SharedStoreFixture fixture() {
        return STORE;
    }
}
