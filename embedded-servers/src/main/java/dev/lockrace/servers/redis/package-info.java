/** Redis from Maven's repository. */
@NullMarked
package dev.lockrace.servers.redis;

import org.jspecify.annotations.NullMarked;
