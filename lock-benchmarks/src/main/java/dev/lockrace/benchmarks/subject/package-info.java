/** What is measured: locks of several libraries behind one small interface, each used as its documentation says. */
@NullMarked
package dev.lockrace.benchmarks.subject;

import org.jspecify.annotations.NullMarked;
