/** What every command needs: options and their ranges, progress, output, errors and the work directory. */
@NullMarked
package dev.lockrace.lab.cli;

import org.jspecify.annotations.NullMarked;
