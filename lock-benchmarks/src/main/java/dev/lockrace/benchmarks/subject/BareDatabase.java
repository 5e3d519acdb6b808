package dev.lockrace.benchmarks.subject;

import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.concurrent.atomic.AtomicLong;

/** PostgreSQL's bare driver: one statement each to acquire and release, with a pool and autocommit. */
final class BareDatabase implements Subject, Subject.Caller {

    private static final String ACQUIRE = """
            insert into bare_lock as lock (name, owner, ends_at)
            values (?, ?, clock_timestamp() + ? * interval '1 millisecond')
            on conflict (name) do update set owner = excluded.owner, ends_at = excluded.ends_at
            where lock.ends_at <= clock_timestamp()
            returning name
            """;

    private static final String RELEASE =
            "update bare_lock set ends_at = clock_timestamp() where name = ? and owner = ?";

    private final HikariDataSource pool;
    private final AtomicLong calls = new AtomicLong();

    BareDatabase(HikariDataSource pool) {
        this.pool = pool;
    }

    @Override
    public Caller caller() {
        return this;
    }

    @Override
    public boolean tryAcquire(String name) {
        return acquire(name, newOwner());
    }

    @Override
    public boolean acquireAndRelease(String name) {
        String owner = newOwner();
        return acquire(name, owner) && release(name, owner);
    }

    private String newOwner() {
        return "owner-" + calls.incrementAndGet();
    }

    private boolean acquire(String name, String owner) {
        try (Connection connection = pool.getConnection();
                PreparedStatement statement = connection.prepareStatement(ACQUIRE)) {
            statement.setString(1, name);
            statement.setString(2, owner);
            statement.setLong(3, TIME_TO_LIVE.toMillis());
            try (ResultSet rows = statement.executeQuery()) {
                return rows.next();
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private boolean release(String name, String owner) {
        try (Connection connection = pool.getConnection();
                PreparedStatement statement = connection.prepareStatement(RELEASE)) {
            statement.setString(1, name);
            statement.setString(2, owner);
            return statement.executeUpdate() == 1;
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        pool.close();
    }
}
