/**
 * The conformance kit: the lock contract of {@link dev.lockrace.lock} as tests, to run against any backend. Extend
 * {@link dev.lockrace.conformance.SharedLockContract} for a store that processes share, {@link
 * dev.lockrace.conformance.LockContract} for one inside a process.
 */
@NullMarked
package dev.lockrace.conformance;

import org.jspecify.annotations.NullMarked;
