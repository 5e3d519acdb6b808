/** The wall clock of a running JVM, shifted by an agent. */
@NullMarked
package dev.lockrace.fault.clock;

import org.jspecify.annotations.NullMarked;
