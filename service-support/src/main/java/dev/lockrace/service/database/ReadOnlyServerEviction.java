package dev.lockrace.service.database;

import com.zaxxer.hikari.SQLExceptionOverride;
import java.sql.SQLException;

/**
 * An eviction of pooled connections that lead to a read-only PostgreSQL, such as the old primary after a failover.
 * HikariCP would keep such a connection for up to half an hour. It names this class in {@code
 * exception-override-class-name}.
 */
public final class ReadOnlyServerEviction implements SQLExceptionOverride {

    /** {@code read_only_sql_transaction}. The services open no read-only transactions on a primary. */
    private static final String READ_ONLY_TRANSACTION = "25006";

    @java.lang.Override
    public Override adjudicate(SQLException e) {
        return READ_ONLY_TRANSACTION.equals(e.getSQLState()) ? Override.MUST_EVICT : Override.CONTINUE_EVICT;
    }
}
