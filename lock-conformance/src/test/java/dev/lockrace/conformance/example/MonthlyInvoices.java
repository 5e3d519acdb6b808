package dev.lockrace.conformance.example;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Clock;
import java.time.LocalDate;
import javax.sql.DataSource;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

@Component
class MonthlyInvoices {

    private static final String CLAIM = "insert into job_run (job, tick) values (?, ?) on conflict do nothing";

    private final DataSource dataSource;
    private final Clock clock;
    private final Invoices invoices;

    MonthlyInvoices(DataSource dataSource, Clock clock, Invoices invoices) {
        this.dataSource = dataSource;
        this.clock = clock;
        this.invoices = invoices;
    }

    @Scheduled(cron = "0 0 2 1 * *")
    void create() throws SQLException {
        LocalDate month = LocalDate.now(clock).withDayOfMonth(1);
        try (Connection connection = dataSource.getConnection();
                PreparedStatement claim = connection.prepareStatement(CLAIM)) {
            connection.setAutoCommit(false);
            claim.setString(1, "monthly-invoices");
            claim.setObject(2, month);
            if (claim.executeUpdate() == 1) { // no other instance has committed, or is about to commit, this month
                invoices.create(connection, month);
            }
            connection.commit(); // closing the connection without a commit rolls back
        }
    }

    interface Invoices {
        void create(Connection connection, LocalDate month) throws SQLException;
    }
}
