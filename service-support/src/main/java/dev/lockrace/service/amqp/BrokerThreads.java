package dev.lockrace.service.amqp;

import java.util.concurrent.ThreadFactory;

/**
 * A factory of threads for the broker's client, with a stack that is deep enough for the headers of any message.
 *
 * <p>The client reads nested tables and lists of headers by recursion. A message can have up to 128 KB of headers,
 * enough for 26,000 nested lists, and about 2,000 overflow a stack of default size. The connection then breaks, the
 * message is redelivered, and it breaks the next connection, in every worker and in the producer. A stack takes memory
 * only as deep as it is used.
 */
public final class BrokerThreads implements ThreadFactory {

    private static final long STACK_BYTES = 64L << 20;

    @Override
    public Thread newThread(Runnable task) {
        return new Thread(null, task, "broker", STACK_BYTES);
    }
}
