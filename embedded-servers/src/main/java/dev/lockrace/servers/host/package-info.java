/** A JVM that hosts several servers, and the API that launches it and reports the endpoints of its servers. */
@NullMarked
package dev.lockrace.servers.host;

import org.jspecify.annotations.NullMarked;
