/** The {@code ./lockrace bench} command: measures locks, ours beside others. */
@NullMarked
package dev.lockrace.benchmarks;

import org.jspecify.annotations.NullMarked;
