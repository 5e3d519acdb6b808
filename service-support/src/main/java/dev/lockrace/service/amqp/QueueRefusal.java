package dev.lockrace.service.amqp;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The reply of a broker that refuses to declare a queue. */
final class QueueRefusal {

    private static final Pattern OTHER_ARGUMENT = Pattern.compile(
            "inequivalent arg '(?<argument>[^']*)' for queue '.*' in vhost '(?<vhost>.*)': received (?<wanted>.*) but current is (?<existing>.*)");

    /** A value in a reply of RabbitMQ, such as {@code the value '20' of type 'signedint'}, {@code '20'} or {@code none}. */
    private static final Pattern VALUE = Pattern.compile("(?:the value )?'(?<value>.*?)'(?: of type '.*')?");

    private QueueRefusal() {}

    /** Returns an error message with the remedy. */
    static String describe(String queue, String reply) {
        Matcher other = OTHER_ARGUMENT.matcher(reply);
        if (!other.find()) {
            return "The broker refuses to declare queue %s: %s".formatted(queue, reply);
        }
        return ("Queue %s exists with another argument: %s is %s, and this version of lockrace declares %s. The queue is"
                        + " used as it is. To correct it, wait until it is empty, and delete it with 'rabbitmqctl"
                        + " delete_queue --vhost %s %s'. The services then declare it again.")
                .formatted(
                        queue,
                        other.group("argument"),
                        value(other.group("existing")),
                        value(other.group("wanted")),
                        other.group("vhost"),
                        queue);
    }

    private static String value(String text) {
        Matcher value = VALUE.matcher(text);
        return value.matches() ? value.group("value") : text;
    }
}
