package dev.lockrace.lab.docker;

import com.rabbitmq.client.AMQP.BasicProperties;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import com.rabbitmq.client.DefaultConsumer;
import com.rabbitmq.client.Envelope;
import com.rabbitmq.client.ShutdownSignalException;
import dev.lockrace.servers.Endpoint;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** A consumer with a connection of its own, which acknowledges nothing by itself. Closing it aborts the connection. */
final class RawConsumer implements AutoCloseable {

    private final BlockingQueue<Long> deliveries = new LinkedBlockingQueue<>();
    private final CompletableFuture<String> ended = new CompletableFuture<>();
    private final Connection connection;
    private final Channel channel;

    private RawConsumer(Connection connection) throws IOException {
        this.connection = connection;
        this.channel = connection.createChannel();
    }

    /** Consumes from a queue that exists. */
    static RawConsumer of(Endpoint broker, String queue) throws IOException, TimeoutException {
        RawConsumer consumer = new RawConsumer(connect(broker));
        consumer.consume(queue);
        return consumer;
    }

    /** Declares a durable queue with one message, and consumes from it. */
    static RawConsumer ofNewQueue(Endpoint broker, String queue, Map<String, Object> arguments)
            throws IOException, TimeoutException {
        RawConsumer consumer = new RawConsumer(connect(broker));
        consumer.channel.queueDeclare(queue, true, false, false, arguments);
        consumer.channel.basicPublish("", queue, null, new byte[0]);
        consumer.consume(queue);
        return consumer;
    }

    private static Connection connect(Endpoint broker) throws IOException, TimeoutException {
        ConnectionFactory factory = new ConnectionFactory();
        factory.setHost(broker.host());
        factory.setPort(broker.port());
        factory.setUsername(Objects.requireNonNull(broker.user()));
        factory.setPassword(Objects.requireNonNull(broker.password()));
        factory.setAutomaticRecoveryEnabled(false);
        return factory.newConnection();
    }

    private void consume(String queue) throws IOException {
        channel.basicQos(1);
        channel.basicConsume(queue, false, new DefaultConsumer(channel) {
            @Override
            public void handleDelivery(String tag, Envelope envelope, BasicProperties properties, byte[] body) {
                deliveries.add(envelope.getDeliveryTag());
            }

            @Override
            public void handleCancel(String tag) {
                ended.complete("cancelled");
            }

            @Override
            public void handleShutdownSignal(String tag, ShutdownSignalException signal) {
                ended.complete(String.valueOf(signal.getMessage()));
            }
        });
    }

    /** Returns the delivery tag of the next message; empty if there is none within the timeout. */
    Optional<Long> delivery(Duration timeout) throws InterruptedException {
        return Optional.ofNullable(deliveries.poll(timeout.toMillis(), TimeUnit.MILLISECONDS));
    }

    void acknowledge(long delivery) throws IOException {
        channel.basicAck(delivery, false);
    }

    /** Completes when the broker has ended this consumer, with the reason. */
    CompletableFuture<String> ended() {
        return ended;
    }

    @Override
    public void close() {
        connection.abort();
    }
}
