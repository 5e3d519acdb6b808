/** Mutants of the library's SQL, Lua and constants, each with the tests that must fail on it. */
@NullMarked
package dev.lockrace.conformance.mutant;

import org.jspecify.annotations.NullMarked;
