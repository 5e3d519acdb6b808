/** The events of attempts, which the worker writes to the event database. */
@NullMarked
package dev.lockrace.worker.event;

import org.jspecify.annotations.NullMarked;
