package dev.lockrace.worker;

import dev.lockrace.race.TaskMessageCodec;
import dev.lockrace.service.amqp.BrokerThreads;
import dev.lockrace.service.amqp.QueueDeclarations;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.amqp.ImmediateRequeueAmqpException;
import org.springframework.amqp.core.Declarables;
import org.springframework.amqp.rabbit.config.ContainerCustomizer;
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

    /** Threads that no message's headers are too deep for. */
    @Bean
    ConnectionFactoryCustomizer brokerThreads() {
        return factory -> factory.setThreadFactory(new BrokerThreads());
    }

    @Bean
    TaskMessageCodec taskMessageCodec() {
        return new TaskMessageCodec();
    }

    /**
     * Dead tasks are published on a connection of their own: a broker that is short of memory stops reading from it,
     * and must hear the acknowledgements all the same.
     */
    @Bean
    RabbitTemplateCustomizer publishing() {
        return template -> template.setUsePublisherConnection(true);
    }

    /** Waits for work in hand at shutdown, comes back soon after a restart of the broker, and heeds no headers. */
    @Bean
    ContainerCustomizer<SimpleMessageListenerContainer> listenerContainer(WorkerProperties properties) {
        return container -> {
            container.setShutdownTimeout(properties.maxStopTime().toMillis());
            container.setRecoveryInterval(RECOVERY_INTERVAL_MILLIS);
            container.setMessagePropertiesConverter(new NoMessageHeaders());
            container.setErrorHandler(WorkerConfiguration::logRequeue);
        };
    }

    /** What goes back to the queue on purpose is no error, and needs no stack trace. */
    private static void logRequeue(Throwable failure) {
        if (failure.getCause() instanceof ImmediateRequeueAmqpException onPurpose) {
            log.info(onPurpose.getMessage());
        } else {
            log.error("A message goes back to the queue", failure);
        }
    }
}
