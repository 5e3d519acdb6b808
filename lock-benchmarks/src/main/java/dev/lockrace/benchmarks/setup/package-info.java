/** What every benchmark stands on: servers, where they are, what ran, and where results are kept. */
@NullMarked
package dev.lockrace.benchmarks.setup;

import org.jspecify.annotations.NullMarked;
