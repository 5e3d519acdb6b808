/** PgBouncer: a connection pooler in front of PostgreSQL, as the program installed on this machine. */
@NullMarked
package dev.lockrace.servers.pgbouncer;

import org.jspecify.annotations.NullMarked;
