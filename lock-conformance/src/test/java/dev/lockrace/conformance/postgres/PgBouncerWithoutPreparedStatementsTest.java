package dev.lockrace.conformance.postgres;

import java.util.List;
import org.junit.jupiter.api.Tag;

/** The sessions of PgBouncer 1.24 when it does not support prepared statements. */
@Tag("docker")
class PgBouncerWithoutPreparedStatementsTest extends PgBouncerSessions {

    @Override
    PostgresFixture newStore() {
        return PostgresFixture.behindContainer(List.of("max_prepared_statements = 0"));
    }
}
