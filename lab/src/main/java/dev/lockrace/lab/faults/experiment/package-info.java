/** One race of one backend under one fault: how it is run, and how its events are checked. */
@NullMarked
package dev.lockrace.lab.faults.experiment;

import org.jspecify.annotations.NullMarked;
