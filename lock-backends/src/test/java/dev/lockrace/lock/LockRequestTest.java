package dev.lockrace.lock;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class LockRequestTest {

    private static final LockRequest JOB = LockRequest.of("job").timeToLive(Duration.ofSeconds(15));

    @Test
    void a_request_has_a_name_and_a_time_to_live_and_no_limit_of_renewal() {
        assertThat(JOB.name()).isEqualTo(new LockName("job"));
        assertThat(JOB.timeToLive()).isEqualTo(Duration.ofSeconds(15));
        assertThat(JOB.maxHold()).isEmpty();
        assertThat(JOB).hasToString("LockRequest[job, time to live PT15S]");
    }

    @Test
    void a_maximum_hold_is_set_on_a_copy() {
        LockRequest limited = JOB.maxHold(Duration.ofMinutes(10));

        assertThat(limited.maxHold()).contains(Duration.ofMinutes(10));
        assertThat(limited).hasToString("LockRequest[job, time to live PT15S, maximum hold PT10M]");
        assertThat(JOB.maxHold()).isEmpty();
    }

    @Test
    void a_maximum_hold_may_equal_the_time_to_live_but_not_be_shorter() {
        assertThat(JOB.maxHold(Duration.ofSeconds(15)).maxHold()).isPresent();
        assertThatThrownBy(() -> JOB.maxHold(Duration.ofMillis(14_999)))
                .isInstanceOf(IllegalLockRequestException.class)
                .hasMessage("Lock 'job': the maximum hold must not be shorter than the time to live of PT15S, was:"
                        + " PT14.999S");
    }

    @Test
    void L9_an_invalid_name_is_rejected_when_the_request_is_created() {
        assertThatThrownBy(() -> LockRequest.of("")).isInstanceOf(IllegalLockRequestException.class);
    }
}
