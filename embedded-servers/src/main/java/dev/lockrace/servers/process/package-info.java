/** The life of a server as a process, and the tools of this machine that it takes. */
@NullMarked
package dev.lockrace.servers.process;

import org.jspecify.annotations.NullMarked;
