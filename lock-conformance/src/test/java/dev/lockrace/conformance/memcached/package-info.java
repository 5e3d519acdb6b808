/** The backend {@code memcached} under the kit. */
@NullMarked
package dev.lockrace.conformance.memcached;

import org.jspecify.annotations.NullMarked;
