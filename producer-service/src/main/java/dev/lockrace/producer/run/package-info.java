/** Runs: started over HTTP, published as tasks and reported with their events and verdict. */
@NullMarked
package dev.lockrace.producer.run;

import org.jspecify.annotations.NullMarked;
