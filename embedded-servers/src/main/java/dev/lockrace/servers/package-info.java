/** The API of the embedded servers: the life cycle, endpoints and failures of a server. */
@NullMarked
package dev.lockrace.servers;

import org.jspecify.annotations.NullMarked;
