/**
 * Histories: clients in several processes record what they ask a backend and what it answers, and a checker judges the
 * whole. Extend {@link dev.lockrace.conformance.history.HistoryContract}.
 */
@NullMarked
package dev.lockrace.conformance.history;

import org.jspecify.annotations.NullMarked;
