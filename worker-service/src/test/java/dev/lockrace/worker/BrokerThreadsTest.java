package dev.lockrace.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.rabbitmq.client.impl.ValueReader;
import dev.lockrace.service.amqp.BrokerThreads;
import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.FutureTask;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Tests that the driver can decode deeply nested headers on the worker's broker threads. */
class BrokerThreadsTest {

    private static final Duration LIMIT = Duration.ofMinutes(2);

    /** A message can hold 26,000 levels (128 KiB in lists of 5 bytes), which take the driver a minute. */
    private static final int DEPTH = 6_000;

    @Test
    void deeply_nested_headers_are_decoded_on_a_broker_thread() throws Exception {
        assertThat(read(new BrokerThreads())).isEqualTo(1);
    }

    @Test
    void deeply_nested_headers_overflow_the_stack_of_a_default_thread() {
        assertThat(catchThrowable(() -> read(Thread::new))).hasCauseInstanceOf(StackOverflowError.class);
    }

    private static int read(ThreadFactory threads) throws Exception {
        Callable<Integer> reading = () -> new ValueReader(new DataInputStream(new ByteArrayInputStream(nested(DEPTH))))
                .readTable()
                .size();
        FutureTask<Integer> task = new FutureTask<>(reading);
        threads.newThread(task).start();
        return task.get(LIMIT.toSeconds(), TimeUnit.SECONDS);
    }

    /** Returns a table with one entry of nested lists, in AMQP's encoding. */
    private static byte[] nested(int depth) {
        int lists = 5 * depth;
        ByteBuffer bytes = ByteBuffer.allocate(4 + 2 + lists);
        bytes.putInt(2 + lists).put((byte) 1).put((byte) 'h');
        for (int inner = depth - 1; inner >= 0; inner--) {
            bytes.put((byte) 'A').putInt(5 * inner);
        }
        return bytes.array();
    }
}
