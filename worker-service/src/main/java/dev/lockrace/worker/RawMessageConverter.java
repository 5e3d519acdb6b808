package dev.lockrace.worker;

import org.springframework.amqp.core.Message;
import org.springframework.amqp.core.MessageProperties;
import org.springframework.amqp.support.converter.MessageConversionException;
import org.springframework.amqp.support.converter.MessageConverter;

/**
 * Leaves messages as they are: bytes, whatever their headers say of them. Spring's own reads a Java object from one that
 * says that it is one, before any listener is asked, and a message that it can't read comes again for ever.
 */
final class RawMessageConverter implements MessageConverter {

    @Override
    public Message toMessage(Object body, MessageProperties properties) {
        if (body instanceof byte[] bytes) {
            return new Message(bytes, properties);
        }
        throw new MessageConversionException("Only bytes are sent, was: " + body.getClass());
    }

    @Override
    public Object fromMessage(Message message) {
        return message.getBody();
    }
}
