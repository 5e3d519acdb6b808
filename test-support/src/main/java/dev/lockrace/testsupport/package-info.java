/** Hostile inputs and temporary directories for the tests of all modules. */
@NullMarked
package dev.lockrace.testsupport;

import org.jspecify.annotations.NullMarked;
