package dev.lockrace.service.amqp;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class QueueRefusalTest {

    /** The replies are those of RabbitMQ 4.3. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
            inequivalent arg 'x-delivery-limit' for queue 'q' in vhost '/': received '20' but current is '5'                                              | x-delivery-limit is 5, and this version of lockrace declares 20.
            inequivalent arg 'x-consumer-timeout' for queue 'q' in vhost '/': received the value '6480000' of type 'long' but current is none             | x-consumer-timeout is none, and this version of lockrace declares 6480000.
            inequivalent arg 'x-max-length' for queue 'q' in vhost '/': received none but current is the value '10' of type 'signedint'                   | x-max-length is 10, and this version of lockrace declares none.
            inequivalent arg 'durable' for queue 'q' in vhost '/': received 'true' but current is 'false'                                                 | durable is false, and this version of lockrace declares true.
            """)
    void names_the_argument_with_both_values(String reply, String values) {
        assertThat(QueueRefusal.describe("q", "PRECONDITION_FAILED - " + reply))
                .startsWith("Queue q exists with another argument: " + values)
                .endsWith("delete it with 'rabbitmqctl delete_queue --vhost / q'. The services then declare it again.");
    }

    @Test
    void another_reply_is_quoted() {
        assertThat(QueueRefusal.describe("q", "ACCESS_REFUSED - no access"))
                .isEqualTo("The broker refuses to declare queue q: ACCESS_REFUSED - no access");
    }
}
