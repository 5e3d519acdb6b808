/** PostgreSQL from Maven's repository. */
@NullMarked
package dev.lockrace.servers.postgres;

import org.jspecify.annotations.NullMarked;
