/** What authors of a backend share: release listeners and uninterruptible waits. */
@NullMarked
package dev.lockrace.lock.spi;

import org.jspecify.annotations.NullMarked;
