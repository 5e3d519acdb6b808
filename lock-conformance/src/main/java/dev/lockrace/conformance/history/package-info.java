/**
 * Histories: clients in several processes record their calls to a backend, and a checker judges the recorded history.
 * Extend {@link dev.lockrace.conformance.history.HistoryContract}.
 */
@NullMarked
package dev.lockrace.conformance.history;

import org.jspecify.annotations.NullMarked;
