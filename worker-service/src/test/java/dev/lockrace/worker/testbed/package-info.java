/** The servers, runs and workers of the tests. */
@NullMarked
package dev.lockrace.worker.testbed;

import org.jspecify.annotations.NullMarked;
