package dev.lockrace.service.amqp;

import org.springframework.amqp.core.Message;
import org.springframework.amqp.rabbit.connection.ConnectionFactory;
import org.springframework.amqp.rabbit.core.RabbitTemplate;

/** The settings with which the broker confirms each message or returns it as unroutable. */
public final class PublisherConfirms {

    private PublisherConfirms() {}

    /**
     * Checks that publisher confirms, returns and the mandatory flag are enabled.
     *
     * @param failure the beginning of the message, to which the settings are added
     * @throws IllegalStateException if one of them is disabled
     */
    public static void require(RabbitTemplate rabbit, String failure) {
        ConnectionFactory connections = rabbit.getConnectionFactory();
        if (!connections.isPublisherConfirms()
                || !connections.isPublisherReturns()
                || !rabbit.isMandatoryFor(new Message(new byte[0]))) {
            throw new IllegalStateException(failure
                    + " spring.rabbitmq.publisher-confirm-type=correlated, spring.rabbitmq.publisher-returns=true and"
                    + " spring.rabbitmq.template.mandatory=true");
        }
    }
}
