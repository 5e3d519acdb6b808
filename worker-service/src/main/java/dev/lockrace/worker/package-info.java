/** The application that consumes tasks, contends for the lock and creates the invoice. */
@NullMarked
package dev.lockrace.worker;

import org.jspecify.annotations.NullMarked;
