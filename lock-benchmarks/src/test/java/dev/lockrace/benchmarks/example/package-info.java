/** The examples of other libraries in {@code docs/library/comparison.md}. */
@NullMarked
package dev.lockrace.benchmarks.example;

import org.jspecify.annotations.NullMarked;
