/** The measured locks: several libraries behind one small interface, each used as its documentation recommends. */
@NullMarked
package dev.lockrace.benchmarks.subject;

import org.jspecify.annotations.NullMarked;
