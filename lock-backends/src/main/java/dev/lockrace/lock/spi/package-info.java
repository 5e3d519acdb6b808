/** Building blocks for authors of backends: request deadlines, failures, uninterruptible waits, release listeners. */
@NullMarked
package dev.lockrace.lock.spi;

import org.jspecify.annotations.NullMarked;
