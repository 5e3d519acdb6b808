package dev.lockrace.worker.task;

import dev.lockrace.race.InvalidTaskException;
import dev.lockrace.race.TaskMessageCodec;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.amqp.core.MessageProperties;

/** What a message must be before its body is looked at: JSON by its own account, and no Java object. */
final class MessageForm {

    /** By them other receivers would choose the class that they make of the body. */
    private static final List<String> TYPE_HEADERS = List.of("__TypeId__", "__ContentTypeId__", "__KeyTypeId__");

    private MessageForm() {}

    /**
     * @throws InvalidTaskException if it says that it is something else
     */
    static void check(MessageProperties properties) {
        if (!isJson(properties.getContentType())) {
            throw new InvalidTaskException("A task message must be of content type %s, was: %s"
                    .formatted(TaskMessageCodec.CONTENT_TYPE, properties.getContentType()));
        }
        for (String header : TYPE_HEADERS) {
            if (properties.getHeaders().containsKey(header)) {
                throw new InvalidTaskException("A task message names no Java type, but has the header %s: %s"
                        .formatted(header, properties.getHeaders().get(header)));
            }
        }
    }

    private static boolean isJson(@Nullable String contentType) {
        return contentType == null
                || contentType.equals(TaskMessageCodec.CONTENT_TYPE)
                || contentType.startsWith(TaskMessageCodec.CONTENT_TYPE + ";");
    }
}
