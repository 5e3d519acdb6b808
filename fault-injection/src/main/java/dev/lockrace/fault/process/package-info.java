/** Processes that are paused and resumed. */
@NullMarked
package dev.lockrace.fault.process;

import org.jspecify.annotations.NullMarked;
