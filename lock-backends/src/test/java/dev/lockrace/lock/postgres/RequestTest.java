package dev.lockrace.lock.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.lockrace.lock.ClientBusyException;
import dev.lockrace.lock.LockName;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Clause L5: a request is not sent if its outcome would probably be unknown. */
class RequestTest {

    private static final Duration TIMEOUT = Duration.ofSeconds(100);

    @Test
    void L5_a_quarter_of_the_timeout_is_left_after_the_queue() {
        Duration toQueue = request(TIMEOUT).timeToQueue();

        assertThat(toQueue).isBetween(Duration.ofSeconds(60), Duration.ofSeconds(75));
    }

    @Test
    void L10_the_time_for_the_answer_is_what_is_left_of_the_timeout() {
        assertThat(request(TIMEOUT).answerTimeoutMillis(Duration.ZERO)).isBetween(80_000, 100_000);
    }

    @Test
    void L5_no_request_is_sent_when_less_than_a_fifth_of_its_timeout_is_left() {
        Request request = request(Duration.ofMillis(500));
        await().until(() -> request.deadline().timeLeft().compareTo(Duration.ofMillis(90)) < 0);

        assertThatThrownBy(() -> request.answerTimeoutMillis(Duration.ZERO))
                .isInstanceOf(ClientBusyException.class)
                .hasMessageContaining("no time was left for the answer");
    }

    @Test
    void L5_no_request_is_sent_when_connecting_shows_that_its_answer_would_be_late() {
        Request request = request(TIMEOUT);

        assertThatThrownBy(() ->
                        request.answerTimeoutMillis(TIMEOUT.multipliedBy(4).plusMillis(1)))
                .isInstanceOf(ClientBusyException.class);
        assertThat(request.answerTimeoutMillis(TIMEOUT.multipliedBy(3))).isPositive();
    }

    private static Request request(Duration timeout) {
        return Request.start("acquire", new LockName("job"), "select 1", timeout);
    }
}
