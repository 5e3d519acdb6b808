/** Deliberately broken locks: what judges locks must convict them. */
@NullMarked
package dev.lockrace.conformance.broken;

import org.jspecify.annotations.NullMarked;
