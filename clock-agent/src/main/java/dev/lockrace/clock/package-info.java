/** A Java agent that shifts the wall clock of a JVM, or stops its monotonic clock, as its Java code sees them. */
@NullMarked
package dev.lockrace.clock;

import org.jspecify.annotations.NullMarked;
