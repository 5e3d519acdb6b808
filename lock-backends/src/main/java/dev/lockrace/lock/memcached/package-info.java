/** The backend {@code memcached}: one item per lock name in memcached's memory. */
@NullMarked
package dev.lockrace.lock.memcached;

import org.jspecify.annotations.NullMarked;
