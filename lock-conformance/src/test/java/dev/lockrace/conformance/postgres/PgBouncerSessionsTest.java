package dev.lockrace.conformance.postgres;

import org.junit.jupiter.api.Tag;

/** The sessions of the PgBouncer that is installed on this machine. */
@Tag("pgbouncer")
class PgBouncerSessionsTest extends PgBouncerSessions {

    @Override
    PostgresFixture newStore() {
        return PostgresFixture.behindPooler();
    }
}
