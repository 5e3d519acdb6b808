/** The parts that all commands share: options and their ranges, progress, output, errors and the work directory. */
@NullMarked
package dev.lockrace.lab.cli;

import org.jspecify.annotations.NullMarked;
