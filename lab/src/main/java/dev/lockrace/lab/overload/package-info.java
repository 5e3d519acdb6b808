/** {@code ./lockrace overload}: more tasks than the workers can process, and a slow event database. */
@NullMarked
package dev.lockrace.lab.overload;

import org.jspecify.annotations.NullMarked;
