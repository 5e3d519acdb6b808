package dev.lockrace.conformance.example;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import javax.sql.DataSource;

/** The fenced update in {@code docs/library/guide.md}. {@link AccountsTest} runs it. */
final class Accounts {

    private final DataSource dataSource;

    Accounts(DataSource dataSource) {
        this.dataSource = dataSource;
    }

    void deposit(long account, long amount, long token) throws SQLException {
        String sql = "update account set balance = balance + ?, fence = ? where id = ? and fence <= ?";
        try (Connection connection = dataSource.getConnection();
                PreparedStatement update = connection.prepareStatement(sql)) {
            update.setLong(1, amount);
            update.setLong(2, token);
            update.setLong(3, account);
            update.setLong(4, token);
            if (update.executeUpdate() != 1) {
                throw new IllegalStateException(
                        "Account %d does not exist, or rejected the stale token %d".formatted(account, token));
            }
        }
    }
}
