/** Dead letters: collected from the dead-letter queue, listed with their reasons and sent again. */
@NullMarked
package dev.lockrace.producer.deadletter;

import org.jspecify.annotations.NullMarked;
