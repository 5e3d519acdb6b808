package dev.lockrace.lock.postgres;

import com.zaxxer.hikari.pool.HikariPool;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;

/** The connections of the pool for locks. */
record PooledConnections(HikariPool pool) implements ConnectionSource, AutoCloseable {

    @Override
    public Connection connect(Duration timeout) throws SQLException {
        return pool.getConnection(Math.max(1, timeout.toMillis()));
    }

    /** Drops the other connections of the pool too: they probably lead to the same server. */
    @Override
    public void drop(Connection readOnly) {
        pool.softEvictConnections(); // one in use is closed when it is returned
    }

    @Override
    public void close() {
        try {
            pool.shutdown();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
