/** What a worker does with a task, from its message to its invoice. */
@NullMarked
package dev.lockrace.worker.task;

import org.jspecify.annotations.NullMarked;
