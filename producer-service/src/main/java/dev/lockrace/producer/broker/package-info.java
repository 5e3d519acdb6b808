/** Publishing to the broker with confirms, and the limits of the backlog. */
@NullMarked
package dev.lockrace.producer.broker;

import org.jspecify.annotations.NullMarked;
