/** Whether this worker can take part in a race. */
@NullMarked
package dev.lockrace.worker.ready;

import org.jspecify.annotations.NullMarked;
