/** What the two services agree on: the task message, the queues, the schema of the runs, events and verdict. */
@NullMarked
package dev.lockrace.race;

import org.jspecify.annotations.NullMarked;
