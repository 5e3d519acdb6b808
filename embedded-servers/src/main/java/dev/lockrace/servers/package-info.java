/** The servers that a race, a test or a fault needs, embedded in a JVM on free ports of 127.0.0.1. */
@NullMarked
package dev.lockrace.servers;

import org.jspecify.annotations.NullMarked;
