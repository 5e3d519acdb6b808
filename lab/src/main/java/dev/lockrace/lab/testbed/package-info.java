/** The testbed of a race: servers, the producer, and a pool of workers. */
@NullMarked
package dev.lockrace.lab.testbed;

import org.jspecify.annotations.NullMarked;
