/** The checker: progress of a run and the verdict on its recorded events. */
@NullMarked
package dev.lockrace.race.verdict;

import org.jspecify.annotations.NullMarked;
