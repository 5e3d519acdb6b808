/** A TCP proxy that delays, holds, discards or disconnects. */
@NullMarked
package dev.lockrace.fault.network;

import org.jspecify.annotations.NullMarked;
