/** The examples of the README and of {@code docs/backends.md}. */
@NullMarked
package dev.lockrace.conformance.example;

import org.jspecify.annotations.NullMarked;
