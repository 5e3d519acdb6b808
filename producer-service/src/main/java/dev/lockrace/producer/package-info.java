/** The application that answers {@code /hello}: publishes tasks and tells what became of them. */
@NullMarked
package dev.lockrace.producer;

import org.jspecify.annotations.NullMarked;
