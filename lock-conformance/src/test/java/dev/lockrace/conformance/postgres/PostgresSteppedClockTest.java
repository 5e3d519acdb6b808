package dev.lockrace.conformance.postgres;

import dev.lockrace.conformance.ServerFixture;
import dev.lockrace.conformance.SteppedClockContract;
import java.sql.SQLException;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Steps of the clock of a PostgreSQL server. The build selects this test on machines with libfaketime. */
@Tag("process")
@Tag("libfaketime")
class PostgresSteppedClockTest extends SteppedClockContract {

    @RegisterExtension
    static final PostgresFixture STORE = PostgresFixture.withSteppedClock();

    @Override
    protected ServerFixture store() {
        return STORE;
    }

    @Override
    protected void deleteLeases() throws SQLException {
        try (Sql sql = new Sql(STORE)) {
            sql.run("delete from lockrace_lease");
        }
    }
}
