/** Deliberately broken locks, by which the kit itself is tested. */
@NullMarked
package dev.lockrace.conformance.broken;

import org.jspecify.annotations.NullMarked;
