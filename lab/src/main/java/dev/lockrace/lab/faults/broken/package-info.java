/** How a worker comes by a broken lock, without knowing of it. */
@NullMarked
package dev.lockrace.lab.faults.broken;

import org.jspecify.annotations.NullMarked;
