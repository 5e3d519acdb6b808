package dev.lockrace.race;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.lockrace.race.event.AttemptOutcome;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class NamesTest {

    @ParameterizedTest
    @EnumSource(AttemptOutcome.class)
    void an_outcome_is_found_by_its_name(AttemptOutcome outcome) {
        assertThat(AttemptOutcome.of(outcome.id())).isEqualTo(outcome);
    }

    @Test
    void an_unknown_outcome_is_rejected_with_its_name() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> AttemptOutcome.of("guessed"))
                .withMessage("Unknown attempt outcome: guessed");
    }

    @ParameterizedTest
    @EnumSource(RaceBackend.class)
    void a_backend_is_found_by_its_name(RaceBackend backend) {
        assertThat(RaceBackend.find(backend.id())).contains(backend);
    }

    @Test
    void an_unknown_backend_is_not_found_and_all_known_ones_are_listed() {
        assertThat(RaceBackend.find("Database")).isEmpty();
        assertThat(RaceBackend.ids()).isEqualTo("local, database, memcached, redis");
    }

    @Test
    void text_from_outside_becomes_one_line_of_bounded_length() {
        assertThat(SingleLine.of("a\r\nb\u0000c\u2028d\ud800e")).isEqualTo("a  b c d\ufffde");
        assertThat(SingleLine.of("\ud83d\udd12".repeat(501))).isEqualTo("\ud83d\udd12".repeat(500) + "…");
        assertThat(SingleLine.of("x".repeat(500))).hasSize(500);
    }
}
