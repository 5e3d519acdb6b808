package dev.lockrace.producer;

import dev.lockrace.race.task.TaskMessageCodec;
import dev.lockrace.service.amqp.BrokerThreads;
import dev.lockrace.service.amqp.QueueDeclarations;
import org.springframework.amqp.core.Declarables;
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

    /** What the broker returns is known by its correlation; without a callback each is a line in the log. */
    @Bean
    RabbitTemplateCustomizer returns() {
        return template -> template.setReturnsCallback(returned -> {});
    }

    /** Threads that no message's headers are too deep for. */
    @Bean
    ConnectionFactoryCustomizer brokerThreads() {
        return factory -> factory.setThreadFactory(new BrokerThreads());
    }

    @Bean
    TaskMessageCodec taskMessageCodec() {
        return new TaskMessageCodec();
    }
}
