/** memcached: the program installed on this machine, or Infinispan's memcached endpoint. */
@NullMarked
package dev.lockrace.servers.memcached;

import org.jspecify.annotations.NullMarked;
