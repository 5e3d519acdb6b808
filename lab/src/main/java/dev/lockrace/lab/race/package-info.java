/** {@code ./lockrace race}: the race on every backend, in a table. */
@NullMarked
package dev.lockrace.lab.race;

import org.jspecify.annotations.NullMarked;
