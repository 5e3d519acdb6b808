/** {@code ./lockrace overload}: more tasks than the workers can do, and a slow database: what grows, and what is lost. */
@NullMarked
package dev.lockrace.lab.overload;

import org.jspecify.annotations.NullMarked;
