/** Dead tasks: taken out of the dead queue, listed with their reasons, and sent again. */
@NullMarked
package dev.lockrace.producer.deadletter;

import org.jspecify.annotations.NullMarked;
