/** The threads of the broker's client and the declaration of the queues. */
@NullMarked
package dev.lockrace.service.amqp;

import org.jspecify.annotations.NullMarked;
