package dev.lockrace.worker;

import com.rabbitmq.client.AMQP.BasicProperties;
import com.rabbitmq.client.Envelope;
import org.jspecify.annotations.Nullable;
import org.springframework.amqp.core.MessageProperties;
import org.springframework.amqp.rabbit.support.DefaultMessagePropertiesConverter;

/**
 * A converter that discards the headers and properties of a message, because any client of the broker can set them.
 *
 * <p>Spring acts on some of them before it calls a listener: the body is a Java object, a batch of messages, or is
 * delivered in an unknown mode. A message that fails there would be redelivered forever. An empty "batch" would be
 * acknowledged without a trace.
 */
final class EmptyMessagePropertiesConverter extends DefaultMessagePropertiesConverter {

    private static final BasicProperties EMPTY = new BasicProperties();

    @Override
    public MessageProperties toMessageProperties(
            BasicProperties untrusted, @Nullable Envelope envelope, String charset) {
        return super.toMessageProperties(EMPTY, envelope, charset);
    }
}
