/** The task message and the queues that carry it. */
@NullMarked
package dev.lockrace.race.task;

import org.jspecify.annotations.NullMarked;
