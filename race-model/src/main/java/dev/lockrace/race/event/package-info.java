/** The recorded events of a run. */
@NullMarked
package dev.lockrace.race.event;

import org.jspecify.annotations.NullMarked;
