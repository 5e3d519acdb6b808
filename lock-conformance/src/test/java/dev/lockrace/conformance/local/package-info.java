/** The backend {@code local} under the kit. */
@NullMarked
package dev.lockrace.conformance.local;

import org.jspecify.annotations.NullMarked;
