/** The load of many tasks, and the check that none is lost or done twice. */
@NullMarked
package dev.lockrace.lab.load;

import org.jspecify.annotations.NullMarked;
