package dev.lockrace.worker;

import dev.lockrace.race.task.TaskMessageCodec;
import dev.lockrace.service.amqp.BrokerThreads;
import dev.lockrace.service.amqp.QueueAdmin;
import dev.lockrace.service.amqp.QueueDeclarations;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.amqp.ImmediateRequeueAmqpException;
import org.springframework.amqp.core.AmqpAdmin;
import org.springframework.amqp.core.Declarables;
import org.springframework.amqp.rabbit.config.ContainerCustomizer;
import org.springframework.amqp.rabbit.connection.ConnectionFactory;
import org.springframework.amqp.rabbit.listener.SimpleMessageListenerContainer;
import org.springframework.boot.amqp.autoconfigure.ConnectionFactoryCustomizer;
import org.springframework.boot.amqp.autoconfigure.RabbitTemplateCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class WorkerConfiguration {

    private static final Logger log = LoggerFactory.getLogger(WorkerConfiguration.class);
    private static final long RECOVERY_INTERVAL_MILLIS = 1_000;

    @Bean
    Declarables queues() {
        return QueueDeclarations.all();
    }

    @Bean
    AmqpAdmin amqpAdmin(ConnectionFactory connections) {
        return new QueueAdmin(connections);
    }

    /** Runs the broker client on threads whose stacks are large enough for deeply nested message headers. */
    @Bean
    ConnectionFactoryCustomizer brokerThreads() {
        return factory -> factory.setThreadFactory(new BrokerThreads());
    }

    @Bean
    TaskMessageCodec taskMessageCodec() {
        return new TaskMessageCodec();
    }

    /**
     * Publishes dead letters on a separate connection. A broker that is short of memory stops reading from publishing
     * connections, and it must still receive the acknowledgements.
     */
    @Bean
    RabbitTemplateCustomizer publishing() {
        return template -> template.setUsePublisherConnection(true);
    }

    /**
     * Lets the listener container wait for the task in progress at shutdown, reconnect soon after a restart of the
     * broker, and ignore message headers.
     */
    @Bean
    ContainerCustomizer<SimpleMessageListenerContainer> listenerContainer(WorkerProperties properties) {
        return container -> {
            container.setShutdownTimeout(properties.maxStopTime().toMillis());
            container.setRecoveryInterval(RECOVERY_INTERVAL_MILLIS);
            container.setMessagePropertiesConverter(new EmptyMessagePropertiesConverter());
            container.setErrorHandler(WorkerConfiguration::logRequeue);
        };
    }

    /** Logs an intended requeue without a stack trace, since it is not an error. */
    private static void logRequeue(Throwable failure) {
        if (failure.getCause() instanceof ImmediateRequeueAmqpException requeue) {
            log.info(requeue.getMessage());
        } else {
            log.error("Requeued a message after an unexpected failure", failure);
        }
    }
}
