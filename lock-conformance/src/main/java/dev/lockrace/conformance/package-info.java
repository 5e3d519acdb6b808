/**
 * The conformance kit: tests of the lock contract of {@link dev.lockrace.lock} that run against any backend. Extend
 * {@link dev.lockrace.conformance.SharedLockContract} for a store shared by processes, or {@link
 * dev.lockrace.conformance.LockContract} for a store inside one process.
 */
@NullMarked
package dev.lockrace.conformance;

import org.jspecify.annotations.NullMarked;
