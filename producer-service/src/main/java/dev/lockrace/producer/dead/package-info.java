/** Dead tasks: taken out of the dead queue, listed with their reasons, and sent again. */
@NullMarked
package dev.lockrace.producer.dead;

import org.jspecify.annotations.NullMarked;
