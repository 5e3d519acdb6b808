/** The backend {@code database}: one row per lock name in a PostgreSQL table. */
@NullMarked
package dev.lockrace.lock.postgres;

import org.jspecify.annotations.NullMarked;
