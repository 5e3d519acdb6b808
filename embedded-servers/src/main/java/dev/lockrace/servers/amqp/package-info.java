/** An AMQP 0-9-1 broker, Apache Qpid Broker-J, in this JVM. */
@NullMarked
package dev.lockrace.servers.amqp;

import org.jspecify.annotations.NullMarked;
