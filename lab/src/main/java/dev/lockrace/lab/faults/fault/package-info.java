/** The faults, each with what it must lead to on every backend. */
@NullMarked
package dev.lockrace.lab.faults.fault;

import org.jspecify.annotations.NullMarked;
