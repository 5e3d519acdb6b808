/** Locks for the tests of applications that use {@link dev.lockrace.lock.LockClient}. */
@NullMarked
package dev.lockrace.lock.testing;

import org.jspecify.annotations.NullMarked;
