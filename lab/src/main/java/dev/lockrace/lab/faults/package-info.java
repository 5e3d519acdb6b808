/** {@code ./lockrace faults}: the race under faults, compared with what each backend must give. */
@NullMarked
package dev.lockrace.lab.faults;

import org.jspecify.annotations.NullMarked;
