package dev.lockrace.lock.postgres;

import com.zaxxer.hikari.pool.HikariPool;
import dev.lockrace.lock.Grant;
import dev.lockrace.lock.Guarantees;
import dev.lockrace.lock.Guarantees.Scope;
import dev.lockrace.lock.Guarantees.Waiting;
import dev.lockrace.lock.LockBackend;
import dev.lockrace.lock.LockException;
import dev.lockrace.lock.LockName;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import javax.sql.DataSource;

/**
 * Leases as rows of a PostgreSQL table ({@link PostgresLockSchema}): one statement to acquire, one to release, each a
 * transaction of its own on a connection of its own, never the caller's.
 *
 * <p>Time is the server's {@code clock_timestamp()}: {@code now()} is the start of the transaction, so a statement that
 * waited for the row would get a lease born old. For the same reason the {@code do update} branch computes token and
 * end itself: what stands in {@code values}, and so in {@code excluded}, was computed before that wait, and a waiter
 * would get a token older than its predecessor's.
 *
 * <p>{@link #pooled} makes a small connection pool for locks alone, so that the application's pool, drained by work
 * that waits for a lock, can't keep the holder from releasing it.
 */
public final class PostgresLockBackend implements LockBackend {

    /** The name of this backend in configuration, metrics and messages. */
    public static final String NAME = "database";

    private static final Guarantees GUARANTEES = new Guarantees(
            Scope.SHARED,
            "the PostgreSQL server's",
            Duration.ofNanos(1_000),
            Duration.ZERO,
            Duration.ofMillis(1),
            Duration.ofDays(365),
            true,
            true,
            false,
            Waiting.NOTIFIED,
            1,
            1);

    private static final String ACQUIRE = """
            insert into lockrace_lease as lease (name, owner, token, ends_at)
            values (?, ?, nextval('lockrace_lease_token'), clock_timestamp() + ? * interval '1 microsecond')
            on conflict (name) do update
            set owner = excluded.owner,
                token = nextval('lockrace_lease_token'),
                ends_at = clock_timestamp() + ? * interval '1 microsecond'
            where lease.ends_at <= clock_timestamp()
            returning token
            """;

    private static final String RENEW = """
            update lockrace_lease set ends_at = clock_timestamp() + ? * interval '1 microsecond'
            where name = ? and owner = ? and ends_at > clock_timestamp()
            """;

    /** A notification makes commits wait for each other, so there is none unless somebody waits. */
    private static final String RELEASE = """
            with freed as (
                update lockrace_lease set ends_at = clock_timestamp()
                where name = ? and owner = ? and ends_at > clock_timestamp()
                returning name, awaited_until)
            select case when awaited_until > clock_timestamp() then pg_notify('lockrace_lease_freed', name) end
            from freed
            """;

    private static final String AWAIT = """
            update lockrace_lease
            set awaited_until = greatest(awaited_until, clock_timestamp() + ? * interval '1 microsecond')
            where name = ? and ends_at > clock_timestamp()
            """;

    private final LockStatements statements;
    private final ReleaseListener releases;
    private final ExpiredRows freeRows;
    private final Runnable onClose;

    private PostgresLockBackend(LockStatements statements, ConnectionSource listening, Runnable onClose) {
        this.statements = statements;
        this.releases = new ReleaseListener(listening);
        this.freeRows = new ExpiredRows(statements);
        this.onClose = onClose;
    }

    /**
     * Uses a data source of the caller's, and leaves it open; the lock table must exist. One more connection is taken
     * while somebody waits for a lock.
     *
     * @param dataSource gives connections of their own, not one that takes part in the caller's transaction, with {@code read committed} isolation and {@code synchronous_commit} on (else
     *     a crash of the server may take a token back), and gives up no later than the client's request timeout
     */
    public static PostgresLockBackend over(DataSource dataSource) {
        ConnectionSource connections = timeout -> dataSource.getConnection();
        return new PostgresLockBackend(new LockStatements(connections, false), connections, () -> {});
    }

    /**
     * Makes a pool of its own, which is closed with the backend. Connects when first used. One more connection is open
     * while somebody waits for a lock.
     */
    public static PostgresLockBackend pooled(PostgresLockPool settings) {
        HikariPool pool = settings.open();
        return new PostgresLockBackend(
                new LockStatements(timeout -> connect(pool, timeout), settings.createSchema()),
                settings::connectOutsideThePool,
                () -> close(pool));
    }

    private static Connection connect(HikariPool pool, Duration timeout) throws SQLException {
        return pool.getConnection(Math.max(1, timeout.toMillis()));
    }

    private static void close(HikariPool pool) {
        try {
            pool.shutdown();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Guarantees guarantees() {
        return GUARANTEES;
    }

    @Override
    public Optional<Grant> tryAcquire(LockName name, String owner, Duration timeToLive, Duration timeout) {
        String key = key(name);
        long micros = microsRoundedUp(timeToLive);
        return statements.run("acquire", name, timeout, ACQUIRE, statement -> {
            statement.setString(1, key);
            statement.setString(2, owner);
            statement.setLong(3, micros);
            statement.setLong(4, micros);
            try (ResultSet rows = statement.executeQuery()) {
                return rows.next() ? Optional.of(granted(name, owner, rows.getLong(1))) : Optional.empty();
            }
        });
    }

    private Grant granted(LockName name, String owner, long token) {
        freeRows.deleteInBackgroundWhenDue();
        return new DatabaseGrant(name, owner, token);
    }

    @Override
    public boolean revoke(LockName name, String owner, Duration timeout) {
        return release(name, owner, timeout);
    }

    @Override
    public Subscription subscribe(LockName name, Duration longest, Duration timeout, Runnable freed) {
        Subscription subscription = releases.listen(key(name), freed);
        try {
            statements.run("wait for", name, timeout, AWAIT, statement -> {
                statement.setLong(1, microsRoundedUp(longest));
                statement.setString(2, key(name));
                return statement.executeUpdate();
            });
            return subscription;
        } catch (LockException e) {
            subscription.close();
            throw e;
        }
    }

    @Override
    public void close() {
        releases.close();
        freeRows.close();
        onClose.run();
    }

    private boolean release(LockName name, String owner, Duration timeout) {
        return statements.run("release", name, timeout, RELEASE, statement -> {
            statement.setString(1, key(name));
            statement.setString(2, owner);
            try (ResultSet rows = statement.executeQuery()) {
                return rows.next();
            }
        });
    }

    private boolean renew(LockName name, String owner, Duration timeToLive, Duration timeout) {
        return statements.run("renew", name, timeout, RENEW, statement -> {
            statement.setLong(1, microsRoundedUp(timeToLive));
            statement.setString(2, key(name));
            statement.setString(3, owner);
            return statement.executeUpdate() == 1;
        });
    }

    private static long microsRoundedUp(Duration duration) {
        return duration.plusNanos(999).toNanos() / 1_000;
    }

    /** PostgreSQL's text has no NUL character: it is written as {@code \0}, and a backslash as two. */
    private static String key(LockName name) {
        return name.value().replace("\\", "\\\\").replace("\0", "\\0");
    }

    private final class DatabaseGrant implements Grant {

        private final LockName name;
        private final String owner;
        private final long token;

        private DatabaseGrant(LockName name, String owner, long token) {
            this.name = name;
            this.owner = owner;
            this.token = token;
        }

        @Override
        public OptionalLong token() {
            return OptionalLong.of(token);
        }

        @Override
        public boolean renew(Duration timeToLive, Duration timeout) {
            return PostgresLockBackend.this.renew(name, owner, timeToLive, timeout);
        }

        @Override
        public boolean release(Duration timeout) {
            return PostgresLockBackend.this.release(name, owner, timeout);
        }
    }
}
