/** Child processes that hold clients of the store under test. */
@NullMarked
package dev.lockrace.conformance.process;

import org.jspecify.annotations.NullMarked;
