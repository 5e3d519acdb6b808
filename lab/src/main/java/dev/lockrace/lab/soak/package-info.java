/** {@code ./lockrace soak}: many tasks while workers and servers fail. */
@NullMarked
package dev.lockrace.lab.soak;

import org.jspecify.annotations.NullMarked;
