/** Tells, on standard error, what the command waits for, and how long already. */
@NullMarked
package dev.lockrace.lab.progress;

import org.jspecify.annotations.NullMarked;
