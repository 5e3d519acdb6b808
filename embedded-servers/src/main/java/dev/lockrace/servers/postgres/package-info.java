/** PostgreSQL, run from the binaries of io.zonky.test.postgres. */
@NullMarked
package dev.lockrace.servers.postgres;

import org.jspecify.annotations.NullMarked;
