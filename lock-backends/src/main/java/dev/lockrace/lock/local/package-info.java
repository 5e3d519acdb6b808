/** The backend {@code local}: a map in this JVM. */
@NullMarked
package dev.lockrace.lock.local;

import org.jspecify.annotations.NullMarked;
