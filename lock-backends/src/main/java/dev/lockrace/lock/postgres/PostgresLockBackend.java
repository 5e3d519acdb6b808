package dev.lockrace.lock.postgres;

import dev.lockrace.lock.Grant;
import dev.lockrace.lock.Guarantees;
import dev.lockrace.lock.Guarantees.ClockStep;
import dev.lockrace.lock.Guarantees.Eviction;
import dev.lockrace.lock.Guarantees.Failover;
import dev.lockrace.lock.Guarantees.Scope;
import dev.lockrace.lock.Guarantees.Waiting;
import dev.lockrace.lock.IllegalLockRequestException;
import dev.lockrace.lock.LockBackend;
import dev.lockrace.lock.LockName;
import java.lang.System.Logger.Level;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import javax.sql.DataSource;

/**
 * A backend that keeps leases as rows of a PostgreSQL table ({@link PostgresLockSchema}). One statement acquires and
 * one releases, each in its own transaction on its own connection, never the caller's.
 *
 * <p>Time is the server's {@code clock_timestamp()}. {@code now()} is the start of the transaction, so a statement that
 * waited for the row would get a lease that has partly elapsed. For the same reason, the {@code do update} branch
 * computes its own token and end. Those of the row to insert, {@code excluded}, were computed before the wait,
 * and the token could be smaller than the predecessor's.
 *
 * <p>A token is the server's time in microseconds since the epoch, or the greatest token so far plus 1 if that is greater.
 * The sequence keeps the greatest token of all names, so tokens keep growing when the clock is set back, also after the
 * row was deleted. The time keeps them growing when table and sequence are lost or restored, or when a service moves from
 * another backend. After a failover to a replica that lags, they keep growing unless the replica's clock is behind the
 * old primary's.
 *
 * <p>A pooler in transaction mode, such as PgBouncer, assigns a session to each transaction. Behind it, the backend changes
 * nothing in a session, and a waiting client polls (see {@link PoolerMode}).
 *
 * <p>{@link #pooled} creates a small connection pool for locks only. Otherwise, work that waits for a lock could
 * exhaust the application's pool, and so keep the holder from releasing the lock.
 */
public final class PostgresLockBackend implements LockBackend {

    /** The name of this backend in configuration, metrics and messages. */
    public static final String NAME = "database";

    private static final System.Logger log = System.getLogger(PostgresLockBackend.class.getName());

    private static final Guarantees GUARANTEES = guarantees(Waiting.NOTIFIED);

    /** Behind a pooler in transaction mode. */
    private static final Guarantees POOLED_GUARANTEES = guarantees(Waiting.POLL);

    /**
     * Looks at the row first. A contended attempt then reads only, where {@code on conflict} alone would lock the row,
     * take a transaction id and commit. A statement that passed waits for the row if necessary and checks it again.
     */
    private static final String ACQUIRE = """
            insert into lockrace_lease as lease (name, owner, token, ends_at)
            select ?, ?,
                greatest((extract(epoch from clock_timestamp()) * 1000000)::bigint,
                    pg_sequence_last_value('lockrace_lease_token') + 1),
                clock_timestamp() + ? * interval '1 microsecond'
            where not exists (select from lockrace_lease where name = ? and ends_at > clock_timestamp())
            on conflict (name) do update
            set owner = excluded.owner,
                token = greatest((extract(epoch from clock_timestamp()) * 1000000)::bigint,
                    pg_sequence_last_value('lockrace_lease_token') + 1, lease.token + 1),
                ends_at = clock_timestamp() + ? * interval '1 microsecond'
            where lease.ends_at <= clock_timestamp()
            returning token, setval('lockrace_lease_token',
                greatest(token, pg_sequence_last_value('lockrace_lease_token')))
            """;

    private static final String RENEW = """
            update lockrace_lease set ends_at = clock_timestamp() + ? * interval '1 microsecond'
            where name = ? and owner = ? and ends_at > clock_timestamp()
            """;

    /**
     * Ends the lease for all times of the clock, which may be set back. The mark keeps the row, see {@link ExpiredRows}.
     * Notifies only if a client waits, because a notification serializes commits.
     */
    private static final String RELEASE = """
            with released as (
                update lockrace_lease
                set ends_at = '-infinity', awaited_until = greatest(awaited_until, clock_timestamp())
                where name = ? and owner = ? and ends_at > clock_timestamp()
                returning name, awaited_until)
            select case when awaited_until > clock_timestamp() then pg_notify('lockrace_lease_released', name) end
            from released
            """;

    /**
     * Marks the row even if the lock is free, since another client may acquire it before the waiting client asks again.
     * The mark lasts 5 s longer than the wait, so that of many clients that start to wait only a few have to write.
     */
    private static final String AWAIT = """
            insert into lockrace_lease as lease (name, owner, token, ends_at, awaited_until)
            select ?, '', 0, '-infinity', clock_timestamp() + ? * interval '1 microsecond' + interval '5 s'
            where not exists (
                select from lockrace_lease
                where name = ? and awaited_until >= clock_timestamp() + ? * interval '1 microsecond')
            on conflict (name) do update set awaited_until = excluded.awaited_until
            where lease.awaited_until < excluded.awaited_until
            """;

    /** Maximum time for which a row is marked as awaited: {@link Duration} has values that PostgreSQL's time has not. */
    private static final Duration MAX_MARK = Duration.ofDays(365);

    /** For requests of clients that do not hold the lock. */
    private final LockStatements attempts;

    /** For renewals and releases, which never wait for attempts to acquire. */
    private final LockStatements holders;

    private final Sessions sessions;
    private final ReleaseListener releases;
    private final ExpiredRows expiredRows;
    private final Runnable onClose;

    private PostgresLockBackend(
            ConnectionSource connections,
            Sessions sessions,
            ConnectionPermits.Pair permits,
            boolean createSchema,
            ConnectionSource listenerConnections,
            Runnable onClose) {
        this.attempts = new LockStatements(connections, sessions, permits.attempts(), createSchema);
        this.holders = new LockStatements(connections, sessions, permits.holders(), createSchema);
        this.sessions = sessions;
        this.releases = new ReleaseListener(listenerConnections, sessions);
        this.expiredRows = new ExpiredRows(attempts);
        this.onClose = onClose;
    }

    /**
     * Creates a backend that uses the caller's data source and leaves it open. The lock table must exist. One more
     * connection is taken while a client waits for a lock. Requests queue in that data source: if it is a pool, it needs
     * enough connections for all of them, or a renewal may wait for too long. A connection to a read-only server is
     * aborted ({@link Connection#abort}), and a request is then sent once more on another one. The first connection is
     * checked for a pooler in transaction mode, which takes a request.
     *
     * @param dataSource provides connections outside the caller's transaction and times out no later than the client's
     *     requests. Isolation must be {@code read committed}. {@code synchronous_commit} must be on, since otherwise a
     *     crash of the server may lose a lease that was granted
     * @throws IllegalLockRequestException if the database is up, and is not PostgreSQL or its encoding cannot store
     *     every lock name
     */
    public static PostgresLockBackend using(DataSource dataSource) {
        Sessions sessions = Sessions.ofApplication();
        ConnectionSource connections = timeout -> checked(dataSource.getConnection(), sessions);
        rejectUnusableDatabase(connections, Duration.ZERO);
        return new PostgresLockBackend(
                connections, sessions, ConnectionPermits.unlimited(), false, connections, () -> {});
    }

    private static Connection checked(Connection connection, Sessions sessions) throws SQLException {
        try {
            sessions.beginOnce(connection);
            return connection;
        } catch (SQLException e) {
            connection.close();
            throw e;
        }
    }

    /**
     * Creates a backend with its own connection pool, which is closed with the backend. Opens one connection to check the
     * encoding, and waits for it up to the request timeout. A database that is down is checked on first use. One more
     * connection is open while a client waits for a lock.
     *
     * @throws IllegalLockRequestException if the database is up, and is not PostgreSQL or its encoding cannot store
     *     every lock name
     */
    public static PostgresLockBackend pooled(PostgresLockPool settings) {
        Sessions sessions = settings.sessions();
        ConnectionSource outsideThePool = timeout -> settings.connectOutsideThePool(timeout, sessions);
        rejectUnusableDatabase(outsideThePool, settings.requestTimeout());
        PooledConnections connections = new PooledConnections(settings.open(sessions));
        return new PostgresLockBackend(
                connections,
                sessions,
                ConnectionPermits.of(settings.connections()),
                settings.createSchema(),
                outsideThePool,
                connections::close);
    }

    /** A database that is down now is checked with the first connection. */
    private static void rejectUnusableDatabase(ConnectionSource connections, Duration timeout) {
        try (Connection connection = connections.connect(timeout)) {
            PostgresLockSchema.requireUsable(connection);
        } catch (SQLException e) {
            log.log(
                    Level.DEBUG,
                    "Could not check the product and encoding of the lock database yet: {0}",
                    e.getMessage());
        }
    }

    @Override
    public String name() {
        return NAME;
    }

    /** Returns the guarantees. A pooler in transaction mode changes how a wait learns of a release, once it is detected. */
    @Override
    public Guarantees guarantees() {
        return sessions.areShared() ? POOLED_GUARANTEES : GUARANTEES;
    }

    private static Guarantees guarantees(Waiting waiting) {
        return new Guarantees(
                Scope.SHARED,
                "the PostgreSQL server's",
                ClockStep.SHIFTS_EXPIRY,
                Duration.ofNanos(1_000),
                Duration.ZERO,
                Duration.ofMillis(1),
                Duration.ofDays(365),
                true,
                true,
                Failover.LATEST_WRITES,
                Eviction.NEVER,
                waiting,
                1,
                1,
                PostgresLockSchema.PERMISSIONS);
    }

    @Override
    public Optional<Grant> tryAcquire(LockName name, String owner, Duration timeToLive, Duration timeout) {
        String key = key(name);
        long micros = microsRoundedUp(timeToLive);
        return attempts.query(
                "acquire",
                name,
                timeout,
                ACQUIRE,
                statement -> {
                    statement.setString(1, key);
                    statement.setString(2, owner);
                    statement.setLong(3, micros);
                    statement.setString(4, key);
                    statement.setLong(5, micros);
                },
                rows -> rows.next() ? Optional.of(granted(name, owner, rows.getLong(1))) : Optional.empty());
    }

    private Grant granted(LockName name, String owner, long token) {
        expiredRows.deleteInBackgroundWhenDue();
        return new PostgresGrant(name, owner, token);
    }

    @Override
    public boolean revoke(LockName name, String owner, Duration timeout) {
        return release(name, owner, timeout);
    }

    @Override
    public Subscription subscribe(LockName name, Duration maxWait, Duration timeout, Runnable onRelease) {
        Subscription subscription = releases.subscribe(key(name), onRelease);
        if (subscription == Subscription.NONE) {
            return subscription;
        }
        try {
            long micros = microsRoundedUp(maxWait.compareTo(MAX_MARK) < 0 ? maxWait : MAX_MARK);
            attempts.update("subscribe to", name, timeout, AWAIT, statement -> {
                statement.setString(1, key(name));
                statement.setLong(2, micros);
                statement.setString(3, key(name));
                statement.setLong(4, micros);
            });
            return subscription;
        } catch (RuntimeException e) {
            subscription.close();
            throw e;
        }
    }

    @Override
    public void close() {
        releases.close();
        expiredRows.close();
        onClose.run();
    }

    private boolean release(LockName name, String owner, Duration timeout) {
        return holders.query(
                "release",
                name,
                timeout,
                RELEASE,
                statement -> {
                    statement.setString(1, key(name));
                    statement.setString(2, owner);
                },
                ResultSet::next);
    }

    private boolean renew(LockName name, String owner, Duration timeToLive, Duration timeout) {
        int renewed = holders.update("renew", name, timeout, RENEW, statement -> {
            statement.setLong(1, microsRoundedUp(timeToLive));
            statement.setString(2, key(name));
            statement.setString(3, owner);
        });
        return renewed == 1;
    }

    static long microsRoundedUp(Duration duration) {
        return duration.plusNanos(999).toNanos() / 1_000;
    }

    /** Escapes NUL, which PostgreSQL's {@code text} cannot contain, as {@code \0}, and a backslash as two. */
    private static String key(LockName name) {
        return name.value().replace("\\", "\\\\").replace("\0", "\\0");
    }

    private final class PostgresGrant implements Grant {

        private final LockName name;
        private final String owner;
        private final long token;

        private PostgresGrant(LockName name, String owner, long token) {
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
