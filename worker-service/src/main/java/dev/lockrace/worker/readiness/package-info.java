/** The readiness check of a worker. */
@NullMarked
package dev.lockrace.worker.readiness;

import org.jspecify.annotations.NullMarked;
