/** {@code ./lockrace soak}: many tasks through workers and servers that fail, and the sum of what became of them. */
@NullMarked
package dev.lockrace.lab.soak;

import org.jspecify.annotations.NullMarked;
