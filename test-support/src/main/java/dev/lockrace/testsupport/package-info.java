/** Inputs and directories that only tests use. */
@NullMarked
package dev.lockrace.testsupport;

import org.jspecify.annotations.NullMarked;
