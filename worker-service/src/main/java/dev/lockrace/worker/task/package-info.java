/** The processing of a task: consumption, attempts, retries and dead letters. */
@NullMarked
package dev.lockrace.worker.task;

import org.jspecify.annotations.NullMarked;
