package dev.lockrace.conformance.example;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lockrace.conformance.postgres.PostgresFixture;
import dev.lockrace.lock.Lease;
import dev.lockrace.lock.LockBackend;
import dev.lockrace.lock.LockClient;
import dev.lockrace.lock.LockRequest;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.postgresql.ds.PGSimpleDataSource;

@Tag("process")
class AccountsTest {

    @RegisterExtension
    static final PostgresFixture STORE = new PostgresFixture();

    private static final PGSimpleDataSource DATABASE = new PGSimpleDataSource();

    @BeforeAll
    static void createAccount() throws SQLException {
        DATABASE.setServerNames(new String[] {STORE.address().getHostString()});
        DATABASE.setPortNumbers(new int[] {STORE.address().getPort()});
        DATABASE.setDatabaseName("postgres");
        DATABASE.setUser(STORE.settings().get("user"));
        DATABASE.setPassword(STORE.settings().get("password"));
        try (Connection connection = DATABASE.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("create table account (id bigint primary key, balance bigint, fence bigint)");
            statement.execute("insert into account values (7, 100, 0)");
        }
    }

    private static long balance() throws SQLException {
        try (Connection connection = DATABASE.getConnection();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("select balance from account where id = 7")) {
            rows.next();
            return rows.getLong(1);
        }
    }

    private static long token(LockClient locks) {
        try (Lease lease = locks.tryAcquire(LockRequest.of("account:7").timeToLive(Duration.ofSeconds(15)))
                .orElseThrow()) {
            return lease.fencingToken();
        }
    }

    @Test
    void the_late_write_of_a_stale_holder_is_rejected_and_reported() throws Exception {
        Accounts accounts = new Accounts(DATABASE);
        try (LockBackend backend = new PostgresFixture.Database().newBackend(STORE.address(), STORE.settings());
                LockClient locks = LockClient.of(backend)) {
            long stale = token(locks);
            long current = token(locks);

            accounts.deposit(7, 10, current);
            accounts.deposit(7, 5, current);

            assertThatThrownBy(() -> accounts.deposit(7, 1_000, stale)).hasMessageContaining("stale token " + stale);
            assertThat(balance()).isEqualTo(115);
        }
    }
}
