/** {@code ./lockrace faults}: the race under faults, judged from recorded events. */
@NullMarked
package dev.lockrace.lab.faults;

import org.jspecify.annotations.NullMarked;
