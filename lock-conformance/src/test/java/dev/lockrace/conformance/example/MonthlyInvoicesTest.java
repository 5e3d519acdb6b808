package dev.lockrace.conformance.example;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lockrace.conformance.postgres.PostgresFixture;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.postgresql.ds.PGSimpleDataSource;

/** Instances whose clocks differ, on a real database. */
@Tag("process")
@Timeout(60)
class MonthlyInvoicesTest {

    private static final Instant TICK = Instant.parse("2030-03-01T02:00:00Z");

    @RegisterExtension
    static final PostgresFixture STORE = new PostgresFixture();

    private static final PGSimpleDataSource DATABASE = new PGSimpleDataSource();

    @BeforeAll
    static void createTables() throws SQLException {
        DATABASE.setServerNames(new String[] {STORE.address().getHostString()});
        DATABASE.setPortNumbers(new int[] {STORE.address().getPort()});
        DATABASE.setDatabaseName("postgres");
        DATABASE.setUser(STORE.settings().get("user"));
        DATABASE.setPassword(STORE.settings().get("password"));
        execute("create table job_run (job text, tick date, primary key (job, tick))");
        execute("create table monthly_invoice (month date)");
    }

    @BeforeEach
    void clear() throws SQLException {
        execute("truncate job_run, monthly_invoice");
    }

    @Test
    void of_many_instances_that_start_in_any_order_one_creates_the_invoices() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(8);
        try {
            List<Callable<Void>> instances = IntStream.range(0, 8)
                    .<Callable<Void>>mapToObj(i -> () -> {
                        instance(TICK.plusSeconds(i), MonthlyInvoicesTest::insert)
                                .create();
                        return null;
                    })
                    .toList();
            for (Future<Void> instance : threads.invokeAll(instances)) {
                instance.get();
            }
        } finally {
            threads.shutdownNow();
        }
        instance(TICK.plusSeconds(3_600), MonthlyInvoicesTest::insert).create();

        assertThat(invoices()).isEqualTo(1);
    }

    @Test
    void another_instance_runs_the_tick_of_one_that_failed() throws Exception {
        assertThatThrownBy(() -> instance(TICK, (connection, month) -> {
                            insert(connection, month);
                            throw new SQLException("on purpose");
                        })
                        .create())
                .hasMessage("on purpose");
        assertThat(invoices()).isZero();

        instance(TICK.plusSeconds(2), MonthlyInvoicesTest::insert).create();
        assertThat(invoices()).isEqualTo(1);
    }

    private static MonthlyInvoices instance(Instant now, MonthlyInvoices.Invoices invoices) {
        return new MonthlyInvoices(DATABASE, Clock.fixed(now, ZoneOffset.UTC), invoices);
    }

    private static void insert(Connection connection, LocalDate month) throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement("insert into monthly_invoice values (?)")) {
            insert.setObject(1, month);
            insert.executeUpdate();
        }
    }

    private static long invoices() throws SQLException {
        try (Connection connection = DATABASE.getConnection();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("select count(*) from monthly_invoice")) {
            rows.next();
            return rows.getLong(1);
        }
    }

    private static void execute(String sql) throws SQLException {
        try (Connection connection = DATABASE.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
