/** The Java examples of the documentation. {@code JavaExamplesTest} of the lab compares them with the pages. */
@NullMarked
package dev.lockrace.conformance.example;

import org.jspecify.annotations.NullMarked;
