/** Faults that tests and the lab inject, and the error when one can't be. */
@NullMarked
package dev.lockrace.fault;

import org.jspecify.annotations.NullMarked;
