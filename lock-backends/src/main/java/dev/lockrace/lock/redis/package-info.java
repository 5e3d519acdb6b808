/** The backend {@code redis}: one key per held lock in Redis, reached by Lettuce. */
@NullMarked
package dev.lockrace.lock.redis;

import org.jspecify.annotations.NullMarked;
