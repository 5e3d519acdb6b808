package dev.lockrace.lab.faults.fault;

import dev.lockrace.lab.cli.LabException;
import dev.lockrace.servers.Endpoint;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * Another application that uses a pooler. It repeats a query that takes longer than a request for a lock may take, and
 * looks at the settings of its session each time.
 */
final class PoolerNeighbor implements AutoCloseable {

    /** Longer than the request timeout of the lock, which is 2 s. */
    private static final String QUERY = "select pg_sleep(2.5)";

    /** What a client may leave behind. The pooler itself sets the parameters that a client sends at its start. */
    private static final String SESSION = """
            select coalesce(string_agg(name || ' = ' || setting, ', '), '')
                || (select coalesce(string_agg(', prepared statement ' || name, ''), '') from pg_prepared_statements)
                || (select coalesce(string_agg(', channel ' || it, ''), '') from pg_listening_channels() it)
            from pg_settings
            where name in ('default_transaction_isolation', 'statement_timeout', 'synchronous_commit')
            """;

    private final ExecutorService thread = Executors.newSingleThreadExecutor(task -> {
        Thread daemon = new Thread(task, "pooler-neighbor");
        daemon.setDaemon(true);
        return daemon;
    });
    private final CompletableFuture<Void> queries;
    private volatile boolean finished;

    private PoolerNeighbor(Endpoint pooler) {
        queries = CompletableFuture.runAsync(() -> query(pooler), thread);
    }

    static PoolerNeighbor start(Endpoint pooler) {
        return new PoolerNeighbor(pooler);
    }

    private void query(Endpoint pooler) {
        try (Connection connection = DriverManager.getConnection(pooler.jdbcUrl(), pooler.user(), pooler.password())) {
            String before = value(connection, SESSION);
            while (!finished) {
                value(connection, QUERY);
                String after = value(connection, SESSION);
                if (!after.equals(before)) {
                    throw new LabException("The session of another application was changed from '%s' to '%s'"
                            .formatted(before, after));
                }
            }
        } catch (SQLException e) {
            throw new LabException("The query of another application failed: " + e.getMessage(), e);
        }
    }

    private static String value(Connection connection, String query) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(query)) {
            row.next();
            return String.valueOf(row.getString(1));
        }
    }

    /**
     * Blocks until the query in progress has ended.
     *
     * @throws LabException if a query failed, or the session was changed
     */
    void finish() {
        finished = true;
        try {
            queries.join();
        } catch (CompletionException e) {
            throw e.getCause() instanceof LabException cause ? cause : e;
        }
    }

    @Override
    public void close() {
        finished = true;
        thread.shutdownNow();
    }
}
