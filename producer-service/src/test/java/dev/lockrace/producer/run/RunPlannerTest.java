package dev.lockrace.producer.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.lockrace.producer.problem.BadRequestException;
import dev.lockrace.race.RaceBackend;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RunPlannerTest {

    private final RunPlanner planner = new RunPlanner(new RunProperties("database", Duration.ofSeconds(1)));

    @Test
    void fills_in_the_defaults() {
        RunPlan plan = planner.plan(RunRequest.DEFAULTS);

        assertThat(plan)
                .isEqualTo(new RunPlan(
                        plan.id(),
                        1,
                        10,
                        RaceBackend.DATABASE,
                        Duration.ofSeconds(3),
                        Duration.ofSeconds(15),
                        "run:" + plan.id(),
                        false));
    }

    @ParameterizedTest
    @CsvSource({"0ms, PT0S", "3s, PT3S", "PT3S, PT3S", "1500us, PT0.0015S", "1m, PT1M", "8m, PT8M"})
    void parses_durations(String text, Duration duration) {
        RunRequest request = new RunRequest(null, null, text, null, null, null);

        assertThat(planner.plan(request).hold()).isEqualTo(duration);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "3", "+3", "3 s", "-1s", "soon", "PT", "1e3s", "481s", "99999999999999999999s", "P900000000D"
            })
    void rejects_other_durations_with_the_value(String text) {
        assertThatExceptionOfType(BadRequestException.class)
                .isThrownBy(() -> planner.plan(new RunRequest(null, null, text, null, null, null)))
                .withMessage("hold must be a duration from 0ms to 8m, such as 3s, 500ms or PT3S, was: " + text);
    }

    @Test
    void rejects_a_time_to_live_of_zero() {
        assertThatExceptionOfType(BadRequestException.class)
                .isThrownBy(() -> planner.plan(new RunRequest(null, null, "0s", "0s", null, null)))
                .withMessageStartingWith("timeToLive must be a duration from 1ms to 10m");
    }

    @Test
    void a_hold_may_exceed_the_time_to_live() {
        RunPlan plan = planner.plan(new RunRequest(null, null, "8m", "1ms", null, null));

        assertThat(plan.hold()).isEqualTo(Duration.ofMinutes(8));
        assertThat(plan.timeToLive()).isEqualTo(Duration.ofMillis(1));
        assertThat(plan.task(1).hold()).isEqualTo(plan.hold());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "0", "10001", "-1", "1.0", "ten", "99999999999", " 1"})
    void rejects_an_invalid_number_of_tasks_with_the_value(String text) {
        assertThatExceptionOfType(BadRequestException.class)
                .isThrownBy(() -> planner.plan(new RunRequest(text, null, null, null, null, null)))
                .withMessage("tasks must be a whole number from 1 to 10000, was: " + text);
    }

    @ParameterizedTest
    @ValueSource(strings = {"a\u0000b", "\ud800", ""})
    void rejects_a_lock_name_that_cannot_be_stored(String name) {
        assertThatExceptionOfType(BadRequestException.class)
                .isThrownBy(() -> plan(name))
                .withMessageStartingWith("lockName must have 1 to 1024 bytes of valid UTF-8 without NUL");
    }

    @Test
    void rejects_a_lock_name_over_1024_bytes() {
        assertThat(plan("ü".repeat(512)).lockName()).hasSize(512);
        assertThatExceptionOfType(BadRequestException.class)
                .isThrownBy(() -> plan("ü".repeat(513)))
                .withMessageEndingWith("had 1026");
    }

    @Test
    void a_very_long_value_is_truncated_in_the_message() {
        assertThatExceptionOfType(BadRequestException.class)
                .isThrownBy(() -> planner.plan(new RunRequest("\n".repeat(1_000_000), null, null, null, null, null)))
                .satisfies(rejection -> assertThat(rejection.getMessage()).hasSizeLessThan(600));
    }

    private RunPlan plan(@Nullable String lockName) {
        return planner.plan(new RunRequest(null, null, null, null, lockName, null));
    }
}
