package dev.lockrace.worker;

import com.rabbitmq.client.AMQP.BasicProperties;
import com.rabbitmq.client.Envelope;
import org.jspecify.annotations.Nullable;
import org.springframework.amqp.core.MessageProperties;
import org.springframework.amqp.rabbit.support.DefaultMessagePropertiesConverter;

/**
 * Takes nothing from a message but its body: its headers and properties may be anybody's. Spring heeds some of them
 * before any listener is asked: that the body is a Java object, or a batch of messages, or is delivered in a mode that
 * it doesn't know. A message that it can't read so comes again for ever, and an empty "batch" is gone without a word.
 */
final class NoMessageHeaders extends DefaultMessagePropertiesConverter {

    private static final BasicProperties NONE = new BasicProperties();

    @Override
    public MessageProperties toMessageProperties(
            BasicProperties anybodys, @Nullable Envelope envelope, String charset) {
        return super.toMessageProperties(NONE, envelope, charset);
    }
}
