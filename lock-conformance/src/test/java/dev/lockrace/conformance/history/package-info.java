/** Histories of the backends of this project, and the checker's own tests. */
@NullMarked
package dev.lockrace.conformance.history;

import org.jspecify.annotations.NullMarked;
