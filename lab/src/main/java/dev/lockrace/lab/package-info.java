/** The {@code ./lockrace} command. */
@NullMarked
package dev.lockrace.lab;

import org.jspecify.annotations.NullMarked;
