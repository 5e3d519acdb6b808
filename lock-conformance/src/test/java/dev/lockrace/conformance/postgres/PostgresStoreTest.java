package dev.lockrace.conformance.postgres;

import dev.lockrace.conformance.clause.Contest;
import dev.lockrace.lock.postgres.PostgresLockSchema;
import java.sql.SQLException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The server of a test class, with the lock table, and what each test uses of it. */
@Tag("process")
@Timeout(60)
@TestInstance(Lifecycle.PER_CLASS)
abstract class PostgresStoreTest {

    @RegisterExtension
    final PostgresFixture store = newStore();

    Contest contest;
    Sql sql;

    /** Creates the store. Called once, before the fields of a subclass are set. */
    PostgresFixture newStore() {
        return new PostgresFixture();
    }

    @BeforeEach
    final void connect() throws SQLException {
        contest = new Contest(store);
        sql = new Sql(store);
        sql.run(PostgresLockSchema.ddl());
    }

    @AfterEach
    final void close() throws Exception {
        sql.close();
        contest.close();
    }
}
