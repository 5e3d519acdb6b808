/** The backend {@code redis}: one key per held lock in Redis, accessed through Lettuce. */
@NullMarked
package dev.lockrace.lock.redis;

import org.jspecify.annotations.NullMarked;
