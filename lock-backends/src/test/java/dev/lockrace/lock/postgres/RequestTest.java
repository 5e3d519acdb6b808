package dev.lockrace.lock.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.lockrace.lock.ClientBusyException;
import dev.lockrace.lock.LockName;
import dev.lockrace.lock.LockStoreException;
import dev.lockrace.lock.UnknownOutcomeException;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.postgresql.util.PSQLException;
import org.postgresql.util.ServerErrorMessage;

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

    @Test
    void L5_a_message_that_postgresql_rejected_was_not_executed() {
        assertThat(request(TIMEOUT).failure(error("Rexec_bind_message")))
                .isInstanceOf(LockStoreException.class)
                .hasMessageContaining("bind message supplies 4 parameters")
                .hasMessageContaining("lockrace.lock.database.pooler-mode=transaction");
    }

    @Test
    void L5_a_pooler_that_lost_its_server_leaves_the_outcome_open() {
        assertThat(request(TIMEOUT).failure(error("Hhint"))).isInstanceOf(UnknownOutcomeException.class);
    }

    /** Returns an error whose SQLSTATE both PostgreSQL and PgBouncer use. */
    private static PSQLException error(String field) {
        return new PSQLException(new ServerErrorMessage(
                String.join("\0", "SERROR", "C08P01", "Mbind message supplies 4 parameters", field) + "\0"));
    }

    private static Request request(Duration timeout) {
        return Request.start("acquire", new LockName("job"), "select 1", timeout);
    }
}
