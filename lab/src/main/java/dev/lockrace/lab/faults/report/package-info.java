/** The result of {@code ./lockrace faults} as a page for people, in one file that needs nothing else. */
@NullMarked
package dev.lockrace.lab.faults.report;

import org.jspecify.annotations.NullMarked;
