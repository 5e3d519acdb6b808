package dev.lockrace.conformance.postgres;

import org.junit.jupiter.api.Tag;

/** The pitfalls of a lock in a database table, behind PgBouncer in transaction mode. */
@Tag("pgbouncer")
class PgBouncerPitfallsTest extends PostgresPitfallsTest {

    @Override
    PostgresFixture newStore() {
        return PostgresFixture.behindPooler();
    }
}
