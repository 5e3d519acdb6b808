package dev.lockrace.producer;

import dev.lockrace.race.task.TaskMessageCodec;
import dev.lockrace.service.amqp.BrokerThreads;
import dev.lockrace.service.amqp.QueueAdmin;
import dev.lockrace.service.amqp.QueueDeclarations;
import org.springframework.amqp.core.AmqpAdmin;
import org.springframework.amqp.core.Declarables;
import org.springframework.amqp.rabbit.connection.ConnectionFactory;
import org.springframework.boot.amqp.autoconfigure.ConnectionFactoryCustomizer;
import org.springframework.boot.amqp.autoconfigure.RabbitTemplateCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.scheduling.annotation.EnableScheduling;

@Configuration(proxyBeanMethods = false)
@EnableScheduling
class ProducerConfiguration {

    @Bean
    Declarables queues() {
        return QueueDeclarations.all();
    }

    @Bean
    AmqpAdmin amqpAdmin(ConnectionFactory connections) {
        return new QueueAdmin(connections);
    }

    /**
     * Ignores returned messages, which the sender finds by their correlation data. Without a callback, Spring logs each
     * one.
     */
    @Bean
    RabbitTemplateCustomizer returns() {
        return template -> template.setReturnsCallback(returned -> {});
    }

    /** Gives the client's threads a stack that is deep enough for the headers of any message. */
    @Bean
    ConnectionFactoryCustomizer brokerThreads() {
        return factory -> factory.setThreadFactory(new BrokerThreads());
    }

    @Bean
    TaskMessageCodec taskMessageCodec() {
        return new TaskMessageCodec();
    }
}
