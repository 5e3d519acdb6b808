/** A Java agent that shifts the wall clock of the JVM that it is loaded into, as Java code there sees it. */
@NullMarked
package dev.lockrace.clock;

import org.jspecify.annotations.NullMarked;
