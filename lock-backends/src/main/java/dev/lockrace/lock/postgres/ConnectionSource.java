package dev.lockrace.lock.postgres;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;

/** Gives connections to the database. */
interface ConnectionSource {

    /**
     * A connection for one request; closing it gives it back.
     *
     * @param timeout how long to wait for one
     * @throws SQLException if there is none by then
     */
    Connection connect(Duration timeout) throws SQLException;
}
