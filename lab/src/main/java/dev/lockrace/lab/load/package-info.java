/** Many tasks through a producer and its workers, and the account of what became of them, from the record. */
@NullMarked
package dev.lockrace.lab.load;

import org.jspecify.annotations.NullMarked;
