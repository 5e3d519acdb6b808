package dev.lockrace.conformance.example;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;

/** The fenced update in {@code docs/backends.md}. */
public record FencedAccount(Connection connection, long id) {

    public void write(long balance, long token) throws SQLException {
        String sql = "update account set balance = ?, fence = ? where id = ? and fence <= ?";
        try (PreparedStatement update = connection.prepareStatement(sql)) {
            update.setLong(1, balance);
            update.setLong(2, token);
            update.setLong(3, id);
            update.setLong(4, token);
            if (update.executeUpdate() != 1) {
                throw new SQLException(
                        "Account %d was not written with token %d: the lease is stale, or there is no such row"
                                .formatted(id, token));
            }
        }
    }
}
