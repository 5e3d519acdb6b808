/** An AMQP 0-9-1 broker: Apache Qpid Broker-J. */
@NullMarked
package dev.lockrace.servers.amqp;

import org.jspecify.annotations.NullMarked;
