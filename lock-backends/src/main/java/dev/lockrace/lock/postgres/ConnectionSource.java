package dev.lockrace.lock.postgres;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;

/** A source of database connections. */
interface ConnectionSource {

    /**
     * Returns a connection, which the caller closes.
     *
     * @param timeout maximum time to wait for it
     * @throws SQLException if none was available in time
     */
    Connection connect(Duration timeout) throws SQLException;

    /**
     * Drops a connection that leads to a read-only server, so that no pool provides it again. The caller still closes
     * it.
     */
    default void drop(Connection readOnly) throws SQLException {
        readOnly.abort(Runnable::run);
    }
}
