package dev.lockrace.service.amqp;

import java.util.concurrent.ThreadFactory;

/**
 * Makes the threads of the broker's driver, with a stack on which the headers of any message can be read.
 *
 * <p>The driver reads a table or list of headers by recursion, and 128 KB, the most that a message can have of them, hold
 * 26,000 lists inside each other. Some 2,000 are too many for a usual stack: the connection breaks, the message comes
 * again, and breaks the next one, in every worker and in the producer. A stack takes memory only as deep as it is used.
 */
public final class BrokerThreads implements ThreadFactory {

    private static final long STACK_BYTES = 64L << 20;

    @Override
    public Thread newThread(Runnable task) {
        return new Thread(null, task, "broker", STACK_BYTES);
    }
}
