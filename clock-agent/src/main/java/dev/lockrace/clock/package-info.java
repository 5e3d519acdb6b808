/** A Java agent that shifts the wall clock of a JVM, as its Java code sees it. */
@NullMarked
package dev.lockrace.clock;

import org.jspecify.annotations.NullMarked;
