/** The infrastructure of all benchmarks: servers, progress, environment and results file. */
@NullMarked
package dev.lockrace.benchmarks.setup;

import org.jspecify.annotations.NullMarked;
