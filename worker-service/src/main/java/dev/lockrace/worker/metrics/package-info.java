/** The worker's own metrics. */
@NullMarked
package dev.lockrace.worker.metrics;

import org.jspecify.annotations.NullMarked;
