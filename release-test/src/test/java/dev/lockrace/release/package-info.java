/** Tests of the artifacts that a release publishes. */
@NullMarked
package dev.lockrace.release;

import org.jspecify.annotations.NullMarked;
