/** Deliberately broken locks, which a kit or a checker must convict. */
@NullMarked
package dev.lockrace.fault.lock;

import org.jspecify.annotations.NullMarked;
