/** The graceful shutdown of a worker with a task in progress. */
@NullMarked
package dev.lockrace.worker.shutdown;

import org.jspecify.annotations.NullMarked;
