/** The backend {@code database} under the kit. */
@NullMarked
package dev.lockrace.conformance.postgres;

import org.jspecify.annotations.NullMarked;
