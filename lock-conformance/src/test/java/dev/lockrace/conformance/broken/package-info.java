/** Broken locks that the kit must fail. */
@NullMarked
package dev.lockrace.conformance.broken;

import org.jspecify.annotations.NullMarked;
