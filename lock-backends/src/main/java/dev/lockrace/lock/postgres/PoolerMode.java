package dev.lockrace.lock.postgres;

/**
 * What a connection of the lock pool leads to: a session of its own, or a pooler that assigns a session to each
 * transaction, as PgBouncer does with {@code pool_mode = transaction} or {@code statement}.
 */
public enum PoolerMode {
    /**
     * Detects it with each new connection, without a further request: a pooler gives the client another process id than
     * that of the session. A pooler in session mode is treated like one in transaction mode.
     */
    DETECT,
    /** Each connection has a session of its own: PostgreSQL itself, or a pooler in session mode. */
    SESSION,
    /**
     * Each transaction may run in another session, which other clients use too. The backend sets nothing in the session,
     * uses no named prepared statement, and does not listen for releases: a waiting client polls.
     */
    TRANSACTION
}
