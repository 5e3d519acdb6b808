/** The clocks of a running JVM, changed by an agent. */
@NullMarked
package dev.lockrace.fault.clock;

import org.jspecify.annotations.NullMarked;
