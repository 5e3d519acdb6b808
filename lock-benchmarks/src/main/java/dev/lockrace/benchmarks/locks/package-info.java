/** The benchmark {@code locks}: how fast a lock is taken and given back, and refused. */
@NullMarked
package dev.lockrace.benchmarks.locks;

import org.jspecify.annotations.NullMarked;
