/** The {@code locks} benchmark: the speed of acquire and release, and of a contended tryAcquire. */
@NullMarked
package dev.lockrace.benchmarks.locks;

import org.jspecify.annotations.NullMarked;
