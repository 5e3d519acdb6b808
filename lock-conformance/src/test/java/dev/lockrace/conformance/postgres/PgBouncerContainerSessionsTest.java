package dev.lockrace.conformance.postgres;

import java.util.List;
import org.junit.jupiter.api.Tag;

/** The sessions of PgBouncer 1.24, which supports prepared statements by default. */
@Tag("docker")
class PgBouncerContainerSessionsTest extends PgBouncerSessions {

    @Override
    PostgresFixture newStore() {
        return PostgresFixture.behindContainer(List.of());
    }
}
