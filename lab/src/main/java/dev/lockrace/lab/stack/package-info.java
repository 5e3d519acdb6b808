/** All that a race runs on: servers, producer and workers, as processes of their own. */
@NullMarked
package dev.lockrace.lab.stack;

import org.jspecify.annotations.NullMarked;
