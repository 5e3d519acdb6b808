/** The results of {@code ./lockrace faults} as one self-contained HTML page. */
@NullMarked
package dev.lockrace.lab.faults.report;

import org.jspecify.annotations.NullMarked;
