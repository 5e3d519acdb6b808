/** The race on the real servers in containers, and the compose stack. */
@NullMarked
package dev.lockrace.lab.docker;

import org.jspecify.annotations.NullMarked;
