/** The race on the real servers in containers, and the compose stack as a user starts it. */
@NullMarked
package dev.lockrace.lab.docker;

import org.jspecify.annotations.NullMarked;
