/** Deliberately broken locks, which the conformance kit and the fault experiments must detect. */
@NullMarked
package dev.lockrace.fault.lock;

import org.jspecify.annotations.NullMarked;
