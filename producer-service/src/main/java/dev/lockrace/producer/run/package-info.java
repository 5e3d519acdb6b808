/** Runs: started over HTTP, published as tasks, told with their evidence and verdict. */
@NullMarked
package dev.lockrace.producer.run;

import org.jspecify.annotations.NullMarked;
