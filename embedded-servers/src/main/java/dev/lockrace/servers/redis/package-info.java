/** Redis, run from the binaries of com.github.codemonstur:embedded-redis. */
@NullMarked
package dev.lockrace.servers.redis;

import org.jspecify.annotations.NullMarked;
