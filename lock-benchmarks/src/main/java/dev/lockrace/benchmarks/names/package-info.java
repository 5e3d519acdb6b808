/** The {@code names} benchmark: whether anything grows with the number of single-use lock names. */
@NullMarked
package dev.lockrace.benchmarks.names;

import org.jspecify.annotations.NullMarked;
