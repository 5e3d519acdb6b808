/** The producer application: serves {@code /hello}, publishes the tasks and reports on the runs. */
@NullMarked
package dev.lockrace.producer;

import org.jspecify.annotations.NullMarked;
