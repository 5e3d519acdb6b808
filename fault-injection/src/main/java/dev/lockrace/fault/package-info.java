/** Faults that tests and the lab inject, and the exception for a fault that cannot be injected. */
@NullMarked
package dev.lockrace.fault;

import org.jspecify.annotations.NullMarked;
