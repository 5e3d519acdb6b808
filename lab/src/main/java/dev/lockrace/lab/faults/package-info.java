/** {@code ./lockrace faults}: the race under faults, compared with the results that each backend must have. */
@NullMarked
package dev.lockrace.lab.faults;

import org.jspecify.annotations.NullMarked;
