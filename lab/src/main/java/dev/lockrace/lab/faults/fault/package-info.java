/** The faults, each with the result that it must have on every backend. */
@NullMarked
package dev.lockrace.lab.faults.fault;

import org.jspecify.annotations.NullMarked;
