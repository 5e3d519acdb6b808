/** A TCP proxy that delays, drops or refuses what passes through it. */
@NullMarked
package dev.lockrace.fault.network;

import org.jspecify.annotations.NullMarked;
