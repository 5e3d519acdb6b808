/** The backend {@code redis} under the kit. */
@NullMarked
package dev.lockrace.conformance.redis;

import org.jspecify.annotations.NullMarked;
