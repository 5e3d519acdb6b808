/** The tests of the contract's clauses L1 to L13, grouped by subject. {@code LockContract} inherits them. */
@NullMarked
package dev.lockrace.conformance.clause;

import org.jspecify.annotations.NullMarked;
