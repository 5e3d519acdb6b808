/** memcached: the machine's own program, or Infinispan's endpoint. */
@NullMarked
package dev.lockrace.servers.memcached;

import org.jspecify.annotations.NullMarked;
