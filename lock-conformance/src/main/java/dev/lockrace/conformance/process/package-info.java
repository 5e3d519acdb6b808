/** Processes that the kit starts, with clients of a store that are independent of its own for sure. */
@NullMarked
package dev.lockrace.conformance.process;

import org.jspecify.annotations.NullMarked;
