/** {@code ./lockrace faults --broken}: deliberately broken locks, which the checker must detect. */
@NullMarked
package dev.lockrace.lab.faults.broken;

import org.jspecify.annotations.NullMarked;
