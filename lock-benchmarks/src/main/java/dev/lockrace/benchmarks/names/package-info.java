/** The benchmark {@code names}: whether anything grows when lock names are used once. */
@NullMarked
package dev.lockrace.benchmarks.names;

import org.jspecify.annotations.NullMarked;
