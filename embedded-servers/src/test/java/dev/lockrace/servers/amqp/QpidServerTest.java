package dev.lockrace.servers.amqp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import com.rabbitmq.client.GetResponse;
import com.rabbitmq.client.MessageProperties;
import com.rabbitmq.client.PossibleAuthenticationFailureException;
import dev.lockrace.servers.Endpoint;
import dev.lockrace.servers.Server;
import dev.lockrace.servers.process.OccupiedPort;
import dev.lockrace.servers.process.Ports;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("process")
class QpidServerTest {

    private static final int CONFIRM_TIMEOUT_MILLIS = 5_000;

    private final Server server = QpidServer.create();

    @AfterEach
    void close() {
        server.close();
    }

    @Test
    void messages_are_confirmed_and_delivered() throws Exception {
        server.start();

        assertThat(server.name()).isEqualTo("amqp");
        assertThat(server.description()).matches("Apache Qpid Broker-J 10\\.\\d+\\.\\d+, AMQP 0-9-1");
        assertThat(sendAndReceive("hello")).isEqualTo("hello");
    }

    @Test
    void unknown_queue_arguments_are_ignored() throws Exception {
        server.start();

        try (Connection connection = connect(server.endpoint());
                Channel channel = connection.createChannel()) {
            Map<String, Object> arguments = Map.of(
                    "x-queue-type",
                    "quorum",
                    "x-delivery-limit",
                    20,
                    "x-consumer-timeout",
                    6_480_000L,
                    "x-dead-letter-exchange",
                    "dead",
                    "x-message-ttl",
                    1_000);
            channel.queueDeclare("tasks", true, false, false, arguments);

            assertThat(channel.messageCount("tasks")).isZero();
        }
    }

    @Test
    void unroutable_messages_are_returned() throws Exception {
        server.start();

        try (Connection connection = connect(server.endpoint());
                Channel channel = connection.createChannel()) {
            var returned = new CompletableFuture<String>();
            channel.addReturnListener(message -> returned.complete(message.getRoutingKey()));
            channel.basicPublish("", "nowhere", true, MessageProperties.PERSISTENT_BASIC, new byte[0]);

            assertThat(returned).succeedsWithin(Duration.ofSeconds(5)).isEqualTo("nowhere");
        }
    }

    @Test
    void a_restart_keeps_port_and_password_and_loses_queues() throws Exception {
        server.start();
        Endpoint first = server.endpoint();
        try (Connection connection = connect(first);
                Channel channel = connection.createChannel()) {
            channel.queueDeclare("tasks", true, false, false, Map.of());
        }

        server.stop();
        assertThat(Ports.accepts(first.port())).isFalse();
        server.start();

        assertThat(server.endpoint()).isEqualTo(first);
        assertThat(sendAndReceive("again")).isEqualTo("again");
        try (Connection connection = connect(first)) {
            Channel channel = connection.createChannel();
            assertThatExceptionOfType(IOException.class).isThrownBy(() -> channel.queueDeclarePassive("tasks"));
        }
    }

    @Test
    void a_wrong_password_is_rejected() {
        server.start();
        Endpoint endpoint = server.endpoint();
        Endpoint wrong = new Endpoint(endpoint.host(), endpoint.port(), endpoint.user(), "wrong", null);

        assertThatExceptionOfType(PossibleAuthenticationFailureException.class)
                .isThrownBy(() -> connect(wrong).close());
    }

    @Test
    void a_start_fails_if_the_port_is_in_use() throws IOException {
        OccupiedPort.assertStartFails(server);
    }

    private String sendAndReceive(String text) throws Exception {
        try (Connection connection = connect(server.endpoint());
                Channel channel = connection.createChannel()) {
            String queue = channel.queueDeclare().getQueue();
            channel.confirmSelect();
            channel.basicPublish(
                    "", queue, true, MessageProperties.PERSISTENT_BASIC, text.getBytes(StandardCharsets.UTF_8));
            channel.waitForConfirmsOrDie(CONFIRM_TIMEOUT_MILLIS);
            GetResponse message = channel.basicGet(queue, false);
            channel.basicAck(message.getEnvelope().getDeliveryTag(), false);
            return new String(message.getBody(), StandardCharsets.UTF_8);
        }
    }

    private static Connection connect(Endpoint endpoint) throws IOException, TimeoutException {
        ConnectionFactory factory = new ConnectionFactory();
        factory.setHost(endpoint.host());
        factory.setPort(endpoint.port());
        factory.setUsername(endpoint.user());
        factory.setPassword(endpoint.password());
        factory.setAutomaticRecoveryEnabled(false);
        return factory.newConnection();
    }
}
