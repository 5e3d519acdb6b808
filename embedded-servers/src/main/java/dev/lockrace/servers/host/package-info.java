/** A JVM of its own that hosts several servers, and the side that launches it. */
@NullMarked
package dev.lockrace.servers.host;

import org.jspecify.annotations.NullMarked;
