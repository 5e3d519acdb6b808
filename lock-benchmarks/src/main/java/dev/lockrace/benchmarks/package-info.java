/** The {@code ./lockrace bench} command: measures lockrace's locks against other lock libraries. */
@NullMarked
package dev.lockrace.benchmarks;

import org.jspecify.annotations.NullMarked;
